"""What a report says beside what the books say, value by value; and what was not compared, or never was anything but nothing."""
import datetime
import decimal
import re

WRONG_SHOWN = 40


class Comparison:
    def __init__(self):
        self.compared = self.wrong = 0
        self.asked = ""         # how the report was asked for, to say where it differs
        self.proving = True     # are the expected figures the books', or another report's?
        self.left = set()       # what is said and nobody worked out
        self.seen = {}          # each figure's name: was it ever more than null, zero or an empty list?

    def compare(self, path, said, expected):
        """Numbers as exact decimals; lists and objects part by part."""
        if isinstance(expected, dict):
            self.left.update(f"{plain(path)}.{name}" for name in set(said) - set(expected))
            for name, value in expected.items():
                self.compare(f"{path}.{name}", said.get(name, "nothing"), value)
        elif isinstance(expected, list):
            self.note(f"{path}[]", len(expected))
            self.equal(f"{path} (length)", len(said), len(expected))
            for index, (one, other) in enumerate(zip(said, expected)):
                self.compare(f"{path}[{index}]", one, other)
        else:
            self.note(path, expected)
            self.equal(path, said, expected)

    def note(self, path, value):
        if self.proving:
            self.seen[plain(path)] = self.seen.get(plain(path), False) or bool(value)

    def equal(self, path, said, expected):
        self.compared += 1
        if isinstance(expected, float):
            raise TypeError(path)
        words = said is None or expected is None or isinstance(expected, (str, bool)) or isinstance(said, str)
        if said != expected if words else decimal.Decimal(str(said)) != decimal.Decimal(expected):
            self.wrong += 1
            if self.wrong <= WRONG_SHOWN:
                print(f"{path}{self.asked}: the report says {said}, the books {expected}")

    def nothing(self):
        """Figures that no comparison ever saw as more than nothing: right, perhaps, and not proved."""
        return sorted(path for path, more in self.seen.items() if not more)


def plain(path):
    return re.sub(r"\[\d+\]", "[]", path)


# --- as ordr writes them ---------------------------------------------------------------------------------------------


def money(minor):
    return None if minor is None else decimal.Decimal(minor) / 100


def units(thousandths):
    return None if thousandths is None else decimal.Decimal(thousandths) / 1000


def instant(ms):
    return None if ms is None else f"{datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


def order_id(number):
    return f"SO-{number:06}"


def decimal_half_up(value, digits):
    """Half away from zero, with so many digits at most."""
    return decimal.Decimal(value).quantize(decimal.Decimal(1).scaleb(-digits), rounding=decimal.ROUND_HALF_UP)


def ratio(part, whole, times=1, digits=3):
    """part ÷ whole × times, rounded; None of nothing."""
    if not whole:
        return None
    with decimal.localcontext(prec=60):
        return decimal_half_up(decimal.Decimal(part) * times / decimal.Decimal(whole), digits)


def percent(part, whole):
    return ratio(part, whole, 100, 2) if whole > 0 else None


def nearest_rank(values, p):
    """The ⌈p·n÷100⌉-th smallest."""
    values = sorted(values)
    return values[-(-len(values) * p // 100) - 1] if values else None
