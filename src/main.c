/* The program: everything is in the library, so that tests run any command in-process. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>

#include "ordr/cmd.h"

/* A standard stream that is closed must not become the number of the database's file, or what is printed is written into it. What takes
 * its place can be neither read nor written, so its use still fails. */
static int keep_streams(void)
{
	for (int stream = 0; stream <= 2; stream++)
		if (fcntl(stream, F_GETFD) < 0 && open("/", O_PATH) != stream)
			return -1;
	return 0;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN); /* a reader that went away is seen as EPIPE, and quiet */
	signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk */
	ordr_program = "/proc/self/exe";
	exit(keep_streams() ? 1 : ordr_main(argc, argv, stdin, stdout, stderr));
}
