/* The program: everything is in the library, so that tests run any command in-process. */
#include <fcntl.h>
#include <malloc.h>
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

/* A batch takes and gives back the same memory for each record. glibc would hand it to the kernel and fetch it again each time, which took a third of
 * what it costs to issue an invoice. */
static void keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	mallopt(M_MMAP_THRESHOLD, 4 << 20);
	mallopt(M_TOP_PAD, 512 << 10);
#endif
}

int main(int argc, char **argv)
{
	keep_memory();
	signal(SIGPIPE, SIG_IGN); /* a reader that went away is seen as EPIPE, and quiet */
	signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk */
	ordr_program = "/proc/self/exe";
	exit(keep_streams() ? 1 : ordr_main(argc, argv, stdin, stdout, stderr));
}
