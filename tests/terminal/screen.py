"""A program on a pseudo-terminal, and a small terminal that shows what it draws: enough of ECMA-48 for what ordr writes, and an error for all else."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata

PATIENCE = 20  # seconds


class Failure(Exception):
    """What was expected on the screen did not come."""


def width(character):
    """The columns of one character, as most terminals count them."""
    if unicodedata.combining(character) or character in "\u200d\ufe0f\ufe0e":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    """Lines of cells; a wide character's second cell is empty text."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines = [[]]
        self.row = self.column = 0
        self.left = b""
        self.modes = set()
        self.widest = self.wrapped = 0  # the widest line, and how many lines went on in the next

    def feed(self, data):
        """Takes what was written; the beginning of a sequence waits for its rest."""
        data = self.left + data
        self.left = b""
        cut = len(data)
        for back in range(1, 4):  # a character that is not whole yet
            if len(data) >= back and data[-back] & 0xC0 == 0xC0:
                length = 2 if data[-back] < 0xE0 else 3 if data[-back] < 0xF0 else 4
                cut = len(data) - back if back < length else cut
                break
            if len(data) < back or data[-back] & 0xC0 != 0x80:
                break
        escape = data.rfind(b"\033", 0, cut)
        if escape >= 0 and not re.match(rb"\033(\[[0-9;?]*[@-~]|[^\[])", data[escape:cut]):
            cut = escape
        self.left = data[cut:]
        text = data[:cut].decode("utf-8")
        at = 0
        while at < len(text):
            at += self.take(text, at)

    def take(self, text, at):
        """One character or sequence; how many characters it was."""
        character = text[at]
        if character == "\033":
            sequence = re.match(r"\033\[(\?)?([0-9;]*)([@-~])", text[at:])
            if not sequence:
                raise Failure(f"unknown escape sequence {text[at:at + 12]!r}")
            self.control(*sequence.groups())
            return sequence.end()
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
            while len(self.lines) <= self.row:
                self.lines.append([])
        elif character == "\a":
            pass
        elif ord(character) < 32 or 0x7F <= ord(character) < 0xA0:
            raise Failure(f"the control character {character!r} on the screen")
        else:
            self.put(character)
        return 1

    def control(self, private, numbers, final):
        """One control sequence."""
        count = int(numbers or 1) if ";" not in numbers else 1
        if private:
            (self.modes.add if final == "h" else self.modes.discard)(numbers)
        elif final == "A":
            self.row -= count
            if self.row < 0 or self.row < len(self.lines) - self.rows:
                raise Failure("the cursor left the screen")
        elif final == "C":
            self.column += count
        elif final == "J":
            del self.lines[self.row + 1:]
            self.lines[self.row] = self.lines[self.row][: self.column]
        elif final == "K":
            self.lines[self.row] = self.lines[self.row][: self.column]
        elif final != "m":
            raise Failure(f"unknown control sequence {numbers}{final}")

    def put(self, character):
        """One character where the cursor is."""
        wide = width(character)
        line = self.lines[self.row]
        if not wide:
            if line and self.column:
                line[self.column - 1] += character
            return
        if self.column + wide > self.columns:
            self.take("\r", 0)
            self.take("\n", 0)
            line = self.lines[self.row]
            self.wrapped += 1
        while len(line) < self.column:
            line.append(" ")
        line[self.column:self.column + wide] = [character] + [""] * (wide - 1)
        self.column += wide
        self.widest = max(self.widest, self.column)

    def text(self):
        """All that is to be seen, and what scrolled away above it."""
        return "\n".join("".join(line).rstrip() for line in self.lines)


class Session:
    """A running program on a terminal of its own."""

    def __init__(self, arguments, columns=80, rows=24, environment=None, directory=None, plain=False):
        self.plain = plain  # what is no business of ours draws: only its text is looked at
        self.screen = Screen(columns, rows)
        self.raw = b""
        # The settings of the terminal are looked at through its other end, which must stay open when the program is gone.
        self.master, self.slave = pty.openpty()
        self.resize(columns, rows, quiet=True)
        self.before = termios.tcgetattr(self.slave)
        self.pid = os.fork()
        if not self.pid:
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for stream in range(3):
                os.dup2(self.slave, stream)
            os.closerange(3, 64)
            if directory:
                os.chdir(directory)
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            try:
                os.execvpe(arguments[0], arguments, environment or os.environ)
            finally:
                os._exit(127)

    def resize(self, columns, rows, quiet=False):
        """Another size, as when a window is drawn smaller."""
        self.screen.columns, self.screen.rows = columns, rows
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if not quiet:
            os.kill(self.pid, signal.SIGWINCH)

    def shown(self):
        """The screen, or all that was written, without its control sequences."""
        if not self.plain:
            return self.screen.text()
        return re.sub(r"\033(\[[0-9;?>=]*[ -/]*[@-~]|\][^\a\033]*(\a|\033\\\\)|[()][A-Z0-9]|[=>])|\r|\a", "", self.raw.decode("utf-8", "replace"))

    def read(self, seconds):
        """What comes within that time; False at the end."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        if not self.plain:
            self.screen.feed(data)
        return bool(data)

    def expect(self, text, absent=None):
        """Waits until the screen shows it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.shown()
            if text in shown and not (absent and absent in shown):
                return shown
            self.read(0.05)
            if self.gone():
                self.drain()
                break
        if text in self.shown() and not (absent and absent in self.shown()):
            return self.shown()
        raise Failure(f"{text!r} did not come; the screen:\n{self.shown()}")

    def gone(self):
        """Has the program ended? Its status stays for wait()."""
        if not hasattr(self, "status"):
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return hasattr(self, "status")

    def drain(self):
        """Reads what is left."""
        while select.select([self.master], [], [], 0.1)[0] and self.read(0):
            pass

    def type(self, text):
        """Keys."""
        os.write(self.master, text.encode() if isinstance(text, str) else text)

    def wait(self):
        """The exit status; a signal as a negative number. The terminal must be as it was."""
        end = time.monotonic() + PATIENCE
        while not self.gone():
            self.read(0.05)
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                raise Failure(f"it does not end; the screen:\n{self.screen.text()}")
        self.drain()
        after = termios.tcgetattr(self.slave)
        if after != self.before:
            raise Failure("the terminal was left as it was not found")
        if "2004" in self.screen.modes:
            raise Failure("the terminal still puts what is pasted in brackets")
        os.close(self.master)
        os.close(self.slave)
        return os.WEXITSTATUS(self.status) if os.WIFEXITED(self.status) else -os.WTERMSIG(self.status)

    def close(self):
        """The terminal is no longer needed."""
        os.close(self.master)
        os.close(self.slave)

    def settle(self):
        """Until nothing more is written."""
        while select.select([self.master], [], [], 0.3)[0] and self.read(0):
            pass

    def wait_quietly(self):
        """Ends a program whose terminal is its own business."""
        end = time.monotonic() + 2
        while not self.gone() and time.monotonic() < end:
            self.read(0.05)
        if not self.gone():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.close()


def run_tests(module):
    """Runs every function test_* of a module's dictionary; the names of those that fail, and why."""
    failed = 0
    for name, function in list(module.items()):
        if not name.startswith("test_"):
            continue
        try:
            function()
        except (Failure, AssertionError) as failure:
            failed += 1
            print(f"{name}: {failure!s}", file=sys.stderr)
    return 1 if failed else 0
