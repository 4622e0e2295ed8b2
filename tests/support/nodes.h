/* What tests of input stand on: streams made of a text, and nodes written so that a test can compare them. */
#ifndef ORDR_TESTS_NODES_H
#define ORDR_TESTS_NODES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

#include "ordr/node.h"
#include "ordr/str.h"

/* Names before values, then: # a number, = a text, ~ a loose text, ? a bool, ! null, {} an object, [] a list. */
void put_node(struct str *str, const struct node *node);
/* A stream at the start of the text. The caller closes it. */
FILE *stream_of(const char *text, size_t length);

#endif
