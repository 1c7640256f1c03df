/* Tell in one sentence that a system is too old, before the loader tells it in a riddle.

   The program is made to load this library before anything else. The library itself asks for
   nothing younger than 2002, so it runs where Python's does not. */
#include <gnu/libc-version.h>
#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void check(void)
{
    int major = 0, minor = 0;
    const char *version = gnu_get_libc_version();
    if (sscanf(version, "%d.%d", &major, &minor) != 2)
        return;
    if (major < NEEDED_MAJOR || (major == NEEDED_MAJOR && minor < NEEDED_MINOR)) {
        fprintf(stderr,
                "Fewtone needs a newer Linux, with glibc %d.%d or later, such as Ubuntu 22.04, "
                "Debian 12 or Fedora 36; this system has glibc %s.\n",
                NEEDED_MAJOR, NEEDED_MINOR, version);
        _exit(1);
    }
}
