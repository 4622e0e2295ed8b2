#include "ordr/doctor.h"
const struct schema finding_schema;
const struct doctor_check doctor_checks[1];
int doctor_run(struct core *c, int (*each)(void *, const struct finding *), void *x, int64_t *found){(void)c;(void)each;(void)x;*found=0;return 0;}
