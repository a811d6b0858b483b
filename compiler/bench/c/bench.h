/* What the C half of the compiler's benchmarks has in common. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
