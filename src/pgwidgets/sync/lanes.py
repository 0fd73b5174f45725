"""Lanes: queues of jobs, each run one job after another, and the threads that run them.

Knows: threads, and the order of jobs. Must not know: sessions, handlers, the core.

The application's one lock guards the state of every lane. No thread holds it while it runs a job.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import Context
from weakref import WeakSet

type Job = Callable[[], None]

_SLICE = 1.0
"""Seconds that a thread waits at a time."""


def wait_in_slices(wait: Callable[[float], bool], timeout: float | None = None) -> bool:
    """Wait for another thread, so that the main thread hears signals all the same.

    A wait is broken off for a signal that comes while it lasts, and to that very thread. Of one
    that comes right before, or to another thread, Python hears when the wait is over.

    Parameters:
        wait: waits for that many seconds at most; whether what was waited for has come.
        timeout: seconds in all; None: as long as it takes.

    Returns:
        Whether it has come.
    """
    end = None if timeout is None else time.monotonic() + timeout
    while True:
        left = _SLICE if end is None else end - time.monotonic()
        if wait(max(0.0, min(left, _SLICE))):
            return True
        if left <= 0:
            return False


class Crew:
    """The threads of one application, so that their end can be waited for.

    They are daemons: a handler that never returns does not keep the process alive.
    """

    def __init__(self) -> None:
        self._threads: WeakSet[threading.Thread] = WeakSet()
        self._lock = threading.Lock()

    def start(self, name: str, target: Job) -> threading.Thread:
        """Start a thread, with no context variables of the one that starts it.

        Raises:
            RuntimeError: the system has no thread to spare.
        """
        thread = threading.Thread(target=Context().run, args=(target,), name=name, daemon=True)
        thread.start()
        with self._lock:
            self._threads.add(thread)
        return thread

    def join(self, timeout: float) -> list[str]:
        """Wait for the end of all of them but the calling one.

        Parameters:
            timeout: seconds for all of them together.

        Returns:
            The names of those that still run.
        """
        wait_in_slices(self._have_ended, timeout)
        return [thread.name for thread in self._others()]

    def _have_ended(self, seconds: float) -> bool:
        """Wait for one of the threads; whether none is left, of those that they started either."""
        for thread in self._others()[:1]:
            thread.join(seconds)
        return not self._others()

    def _others(self) -> list[threading.Thread]:
        here = threading.current_thread()
        with self._lock:
            return [one for one in self._threads if one is not here and one.is_alive()]


class Lane:
    """Jobs in the order of their coming, for whatever thread comes to do them.

    Parameters:
        lock: the application's.

    Attributes:
        at_work: how many jobs are being done: more than one, where some wait for a user.
        away: of these so many wait outside of the lane, which goes on without them.
    """

    def __init__(self, lock: threading.RLock) -> None:
        self._jobs: deque[Job] = deque()
        self._news = threading.Condition(lock)
        self._is_stopping = False
        self.at_work = 0
        self.away = 0
        self._turn = threading.RLock()
        self._driver: threading.Thread | None = threading.current_thread()

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def is_mine(self) -> bool:
        """Whether it is the calling thread that does the jobs, or that does one just now."""
        has_turn: bool = self._turn._is_owned()  # type: ignore[attr-defined] # as Condition asks it
        return has_turn or self._driver is threading.current_thread()

    def post(self, job: Job) -> None:
        """Have something done, after what is there already."""
        with self._news:
            self._jobs.append(job)
            self._news.notify_all()

    def put_first(self, job: Job) -> None:
        """Have something done before all that waits; called by the thread that does the jobs."""
        with self._news:
            self._jobs.appendleft(job)

    def wake(self) -> None:
        """Have those who wait look again whether what they wait for has come."""
        with self._news:
            self._news.notify_all()

    def do_until(self, is_over: Callable[[], bool]) -> None:
        """Do jobs on the calling thread until something is true, which :meth:`wake` goes with.

        A job in which this is called goes on when those that it has done meanwhile have ended.
        """
        with self._news:
            self.away += 1
        try:
            while not self._is_over_when_it_has_jobs(is_over):
                self.do_next()
        finally:
            with self._news:
                self.away -= 1

    def _is_over_when_it_has_jobs(self, is_over: Callable[[], bool]) -> bool:
        with self._news:
            wait_in_slices(
                lambda wait: self._news.wait_for(lambda: is_over() or bool(self._jobs), wait)
            )
        return is_over()

    def stop(self) -> None:
        """Have those who wait for jobs go when none is left."""
        with self._news:
            self._is_stopping = True
            self._news.notify_all()

    def reopen(self) -> None:
        """Have them wait for jobs again."""
        with self._news:
            self._is_stopping = False

    def wait(self, timeout: float | None = None) -> None:
        """Wait for a job, or until the lane is stopped; the calling thread does the jobs from now.

        Parameters:
            timeout: seconds; None: as long as it takes.
        """
        self._driver = threading.current_thread()
        with self._news:
            wait_in_slices(lambda wait: self._news.wait_for(self._has_something, wait), timeout)

    def do_next(self) -> bool:
        """Do the next job, on the calling thread; whether there was one."""
        with self._turn:
            with self._news:
                if not self._jobs:
                    return False
                job = self._jobs.popleft()
                self.at_work += 1
            try:
                job()
            finally:
                with self._news:
                    self.at_work -= 1
        return True

    @property
    def may_go_on(self) -> bool:
        """Whether a job waits that can be done now; to be called with the lock."""
        return bool(self._jobs) and self.at_work == self.away

    def _has_something(self) -> bool:
        return bool(self._jobs) or self._is_stopping


class Return:
    """A thread that has left a lane for a while, to come back and do its jobs again.

    Parameters:
        lane: the lane.
    """

    def __init__(self, lane: "ThreadLane") -> None:
        self._lane = lane
        self._is_due = False
        self.thread = threading.current_thread()
        self.is_back = threading.Event()

    def due(self) -> None:
        """The thread comes back, as soon as no other does a job; a second time nothing happens."""
        with self._lane.news:
            if not self._is_due:
                self._is_due = True
                self._lane.take_back(self)

    def wait(self) -> None:
        """Come back: wait until no other thread does a job of the lane."""
        self.due()
        wait_in_slices(self.is_back.wait)
        with self._lane.news:
            self._lane.away -= 1


class ThreadLane(Lane):
    """A lane with a thread of its own, which is started with the first job.

    Parameters:
        lock: the application's.
        crew: whose thread it is.
        name: what the thread is called.
        may_rest: whether the thread may end where there is no job; the next one starts another.
            Asked with the lock. Without it the thread waits for jobs until the lane is stopped.
    """

    def __init__(
        self,
        lock: threading.RLock,
        crew: Crew,
        name: str,
        may_rest: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(lock)
        self._crew = crew
        self._name = name
        self._may_rest = may_rest
        self._driver = None
        self._returns: deque[Return] = deque()
        self.news = self._news

    def start(self) -> None:
        """Start the thread before there is a job.

        Raises:
            RuntimeError: the system has no thread to spare.
        """
        with self._news:
            if self._driver is None:
                self._driver = self._crew.start(self._name, self._work)

    def post(self, job: Job) -> None:
        """Have something done, after what is there already.

        Raises:
            RuntimeError: the system has no thread to spare; nothing has changed.
        """
        with self._news:
            self.start()
            super().post(job)

    def leave(self) -> Return:
        """The calling thread, which does a job, does not do those after it; another one does.

        Raises:
            RuntimeError: the system has no thread to spare; nothing has changed.
        """
        with self._news:
            self._driver = None
            if self._jobs:
                try:
                    self.start()
                except RuntimeError:
                    self._driver = threading.current_thread()
                    raise
            else:
                self._hand_over()
            self.away += 1
            return Return(self)

    def take_back(self, who: Return) -> None:
        """Have a thread do the jobs again; called with the lock."""
        self._returns.append(who)
        if self._driver is None:
            self._hand_over()
        else:
            self._news.notify_all()

    def _hand_over(self) -> bool:
        """Leave the jobs to the thread that comes back first; whether there is one."""
        if not self._returns:
            return False
        who = self._returns.popleft()
        self._driver = who.thread
        who.is_back.set()
        return True

    def _has_something(self) -> bool:
        return bool(self._returns) or super()._has_something()

    def _work(self) -> None:
        while True:
            with self._news:
                if self._driver is not threading.current_thread():
                    return  # it had left; another one does them
                if not self._may_rest():
                    self._news.wait_for(self._has_something)
                if self._hand_over():
                    return
                if not self._jobs:
                    self._driver = None
                    return
                job = self._jobs.popleft()
                self.at_work += 1
            try:
                job()
            except BaseException:  # told as any thread's is; the lane goes on
                hook = threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread()))
                threading.excepthook(hook)
            with self._news:
                self.at_work -= 1
            del job  # and what it holds, while nothing is to be done
