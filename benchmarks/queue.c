/* A queue with places, by hand: Poisson arrivals, a first-in-first-out waiting list, exponential stays in whole days, places given out once a day.
   Draws by Philox4x32-10 with the same addresses as the model's. The physical limit of that sub-model: nothing else is remembered. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static double uniform(uint64_t seed, uint32_t replication, uint64_t entity, uint32_t purpose, uint32_t kind) {
    uint32_t c0 = (uint32_t)entity, c1 = (uint32_t)(entity >> 32) | kind << 8 | purpose << 16, c2 = 0, c3 = replication;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int i = 0; i < 10; i++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c0 = n0; c1 = (uint32_t)p1; c2 = n2; c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u; k1 += 0xBB67AE85u;
    }
    return (c0 + 0.5) / 4294967296.0;
}

/* Returns stays that ended; youth-days go to *youth_days. */
int64_t run_queue(uint64_t seed, uint32_t replication, int64_t n_days, int64_t places, double per_day, double days_stay, int64_t *youth_days) {
    int32_t *leaving = calloc(n_days + 1, sizeof *leaving);
    int64_t *queue = malloc(sizeof *queue * (size_t)(n_days * per_day * 4 + 1000));
    int64_t head = 0, tail = 0, present = 0, ended = 0, nth = 0;
    double time = -log(1.0 - uniform(seed, replication, 0, 0, 5)) / per_day;
    *youth_days = 0;
    for (int64_t day = 0; day < n_days; day++) {
        present -= leaving[day];
        ended += leaving[day];
        while ((int64_t)time == day) {
            queue[tail++] = nth++;
            time += -log(1.0 - uniform(seed, replication, nth, 0, 5)) / per_day;
        }
        while (present < places && head < tail) {
            double days = ceil(days_stay * -log(1.0 - uniform(seed, replication, queue[head++], 18, 2)));
            int64_t end = day + (days < 1 ? 1 : (int64_t)days);
            if (end < n_days) leaving[end]++;
            present++;
        }
        *youth_days += present;
    }
    free(leaving);
    free(queue);
    return ended;
}
