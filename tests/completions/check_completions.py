#!/usr/bin/env python3
"""Presses Tab in real shells: check_completions.py FOLDER_OF_COMPLETIONS

Each shell runs on a terminal of its own, in a folder with a file "my mail.log". `smtptally` is a
function there that prints its arguments. A shell that is not installed is left out; ends with 77
where none is."""
import concurrent.futures
import os
import pty
import re
import select
import shutil
import sys
import tempfile
import time

PATIENCE = 60

# What is typed, and the arguments that the program gets after one Tab.
TYPED = [
    ("smtptally vol", ["volume"]),
    ("smtptally hel", ["help"]),
    ("smtptally help mech", ["help", "mechanisms"]),
    ("smtptally help tls my", ["help", "tls", "my"]),
    ("smtptally --form", ["--format"]),
    ("smtptally --format=j", ["--format=json"]),
    ("smtptally --format j", ["--format", "json"]),
    ("smtptally --format=ma", ["--format=markdown"]),
    ("smtptally --excel", ["--excel"]),
    ("smtptally --excel my", ["--excel", "my mail.log"]),
    ("smtptally --excel=semi", ["--excel=semicolon"]),
    ("smtptally --input-format=exc", ["--input-format=exchange"]),
    ("smtptally --input-format=exi", ["--input-format=exim"]),
    ("smtptally pivot --rows sender,weekd", ["pivot", "--rows", "sender,weekday"]),
    ("smtptally pivot --rows=sender,weekd", ["pivot", "--rows=sender,weekday"]),
    ("smtptally pivot --values messages,perc", ["pivot", "--values", "messages,percent"]),
    ("smtptally tls --sort tls1_2_", ["tls", "--sort", "tls1_2_pct"]),
    ("smtptally tls --sort reci", ["tls", "--sort", "recipients"]),
    ("smtptally tls my", ["tls", "my mail.log"]),
    ("smtptally tls my\\ m", ["tls", "my mail.log"]),
    ("smtptally my", ["my mail.log"]),
    ("smtptally tls -o my", ["tls", "-o", "my mail.log"]),
]
# zsh and fish write an option and its value as one word, too.
ONLY = {"bash": [("smtptally tls --sort bytes:as", ["tls", "--sort", "bytes:asc"])]}

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
PRINT = r"printf '(%s)' "
SETUP = {
    "bash": "PS1='> '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'\n"
            "source {folder}/smtptally.bash\n"
            "smtptally() {{ " + PRINT + "\"$@\"; echo '[end]'; }}\n",
    "zsh": "PS1='> '; unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste\n"
           "fpath=({folder} $fpath); autoload -U compinit; compinit -u -D\n"
           "smtptally() {{ " + PRINT + "\"$@\"; echo '[end]'; }}\n",
    "fish": "function fish_prompt; echo '> '; end; set -g fish_autosuggestion_enabled 0\n"
            "source {folder}/smtptally.fish\n"
            "function smtptally; " + PRINT + "$argv; echo '[end]'; end\n",
}


class Shell:
    def __init__(self, name, folder, work):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(work)
            environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": work, "TERM": "dumb",
                           "XDG_CONFIG_HOME": work, "XDG_DATA_HOME": work}
            os.execvpe(START[name][0], START[name], environment)
        self.seen = ""
        self.send(SETUP[name].format(folder=folder))
        self.send("echo re''ady\n")
        self.wait(lambda: "ready\r" in self.seen)

    def send(self, text):
        os.write(self.terminal, text.encode())

    def wait(self, done):
        end = time.monotonic() + PATIENCE
        while not done() and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(self.terminal, 65536).decode("utf-8", "replace")
                except OSError:
                    return

    def settle(self):
        """Until nothing more comes for a while."""
        quiet = 0
        while quiet < 6:
            if select.select([self.terminal], [], [], 0.05)[0]:
                self.seen += os.read(self.terminal, 65536).decode("utf-8", "replace")
                quiet = 0
            else:
                quiet += 1

    def arguments(self, typed):
        """What the program is called with."""
        self.seen = ""
        self.send(typed)
        self.settle()
        self.send("\t")
        self.settle()
        self.send("\n")
        self.wait(lambda: re.search(r"\)\[end\]", self.seen))
        found = re.search(r"((?:\([^()]*\))+)\[end\]", self.seen)
        return re.findall(r"\(([^()]*)\)", found.group(1)) if found else [f"nothing: {self.seen!r}"]

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def typed_in(name):
    return TYPED + ONLY.get(name, [])


def press_tab(name, folder):
    """Sentences about what went wrong in this shell."""
    faults = []
    with tempfile.TemporaryDirectory() as work:
        open(os.path.join(work, "my mail.log"), "w", encoding="utf-8").close()
        shell = Shell(name, folder, work)
        for typed, wanted in typed_in(name):
            got = shell.arguments(typed)
            if got != wanted:
                faults.append(f"{name}: {typed}<Tab> gives {got}, not {wanted}")
        shell.close()
    return faults


def main():
    folder = os.path.abspath(sys.argv[1])
    shells = [name for name in START if shutil.which(name, path="/usr/bin:/bin")]
    if not shells:
        print("skipped: no shell to press Tab in")
        return 77
    # Side by side: most of the time each waits until nothing more comes.
    with concurrent.futures.ThreadPoolExecutor(len(shells)) as pool:
        faults = list(pool.map(lambda name: press_tab(name, folder), shells))
    failed = sum(len(of_shell) for of_shell in faults)
    for fault in (fault for of_shell in faults for fault in of_shell):
        print(f"FAILED: {fault}")
    passed = sum(len(typed_in(name)) for name in shells) - failed
    print(f"{passed} passed, {failed} failed ({', '.join(shells)})")
    return 1 if failed else 0


sys.exit(main())
