/* Hashing what is at hand whole. The log and inputs, which hash in parts, speak to libmd themselves; the hash and its writing are the
 * same, so that `sha256sum` can check each of them. */
#include <sha2.h>

#include "ordr/hash.h"

void hash_bytes(const char *bytes, size_t length, char hex[65])
{
	SHA2_CTX context;
	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)bytes, length);
	SHA256End(&context, hex);
}
