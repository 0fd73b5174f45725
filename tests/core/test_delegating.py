"""What a whole has from its parts."""

from pgwidgets_proto.sessions.delegating import of_part


class Bell:
    def __init__(self) -> None:
        self.rings = 0

    def ring(self, times: int, *, loudly: bool = False) -> int:
        """Ring."""
        self.rings += times
        return -self.rings if loudly else self.rings


class House:
    def __init__(self) -> None:
        self.bell = Bell()

    call = of_part("bell", Bell.ring)


def test_a_whole_does_what_its_part_does() -> None:
    house = House()
    assert house.call(2) == 2
    assert house.call(1, loudly=True) == -3
    assert house.bell.rings == 3
    assert House().call(1) == 1
    assert House.call.__doc__ == "Ring."


def test_what_stands_in_for_a_method_of_the_part_is_called() -> None:
    house = House()
    vars(house.bell)["ring"] = lambda times: times * 10
    assert house.call(2) == 20
    house.bell = Bell()  # the part is asked for at each call
    assert house.call(2) == 2
