"""What users do to widgets, and what their browser makes of it.

Each function takes the browser, the widget and what there is to say; it changes the page as the
browser does by itself, and reports what is listened to.
"""
