/* The program: everything is in the library, so that tests run any command in-process. */
#include <signal.h>
#include <stdlib.h>

#include "ordr/cmd.h"

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN); /* a reader that went away is seen as EPIPE, and quiet */
	exit(ordr_main(argc, argv, stdin, stdout, stderr));
}
