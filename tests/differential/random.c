/* xorshift64*, seeded through splitmix64 so that neighbouring sequences have nothing in common. */
#include "sequences.h"

static uint64_t state;

void seed(uint64_t sequence) {
  uint64_t z = sequence * 0x9e3779b97f4a7c15u + 0x632be59bd9b4e019u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  state = (z ^ (z >> 31)) | 1;
}
uint64_t next(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1du;
}
