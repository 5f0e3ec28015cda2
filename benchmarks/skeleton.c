/* What one lane of the core needs as primitives, and nothing of the model: the yardstick of its
   speed. As many draws, exponentials, logarithms and powers, as many planned entries (planned,
   taken and put in order), hazards set anew, rows of the same width and visits to records of youths
   of the same size as a lane was counted to have (`budget.py`); nothing here decides anything.
   Not in it: searches, lists, books, records that come and go, and what guards all of them.

   Work is dealt out evenly over the entries: each entry gets its share of every primitive, and the
   last has none left. How much the next one gets is hard for the processor to guess, as in the
   model. What comes out of one primitive goes into the next: a draw makes a duration, an exponential
   a rate and the day on which it strikes. Two draws do not wait for each other. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define SHARED __declspec(dllexport)
#else
#define SHARED
#endif
#ifdef __GNUC__
#define READ_AHEAD(address) __builtin_prefetch(address)
#define CALLED __attribute__((noinline)) /* as in the core; in line it is slower */
#else
#define CALLED
#define READ_AHEAD(address) ((void)0)
#endif

enum { N_PHASES = 4, MOST_TABLES = 16, CARD = 16, LINE = 8, DELAYS = 256 };
enum { MOST_BY_RANK = 128, AT_ONCE = 32 }; /* as the core sorts */
enum { ID = 0, SEEN = 1, LEVEL = LINE, SINCE, DRAWN = 2 * LINE, /* words of a record */
       LEFT = 3 * LINE, MARK, DUE, WEIGHT, LEAST_WORDS = 4 * LINE };
#define DAYS_AHEAD 1000.0 /* most; the logarithm of a delay is spread evenly below it */

typedef struct {
    int64_t n_days, n_entries;
    int64_t of_phase[N_PHASES];         /* entries, by phase of the day */
    int64_t n_records, words_of_record; /* youths with a record at the same time, at most */
    int64_t n_visits;                   /* to a record, that of an entry included */
    int64_t counted_draws, other_draws; /* calls of Philox, with and without a counter */
    int64_t exponentials, logarithms, powers, gammas;
    int64_t rated, divided;             /* hazards set anew; of these days reckoned */
    int64_t rows[MOST_TABLES], width[MOST_TABLES]; /* by table; words of a row */
} Counts;

typedef struct {
    uint64_t checksum;
    int64_t taken, owed, cards; /* entries; primitives that were not done; cards ever used */
} Done;

typedef struct { uint32_t w[4]; } Four;

typedef struct {
    Counts n;
    int64_t n_rows;
    int64_t *records, *agenda, *cards, *list, *tables[MOST_TABLES];
    int64_t written[MOST_TABLES], top, free_card, planned;
    uint8_t *table_of; /* of every row, in turn */
    int16_t delay[DELAYS];
} Skeleton;

static CALLED Four philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint64_t seed) {
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int i = 0; i < 10; i++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c0 = n0; c1 = (uint32_t)p1; c2 = n2; c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u; k1 += 0xBB67AE85u;
    }
    return (Four){{c0, c1, c2, c3}};
}

/* which record, and when: by no draw of the model, and at next to no cost */
static uint64_t next(uint64_t mix) { return mix * 6364136223846793005u + 1442695040888963407u; }

static int64_t some_record(const Counts *n, uint64_t mix) {
    return (int64_t)((mix >> 32) * (uint64_t)n->n_records >> 32);
}

static double unit(uint32_t word) { return (word + 0.5) / 4294967296.0; }

/* --- agenda: a list of cards for every day and phase --- */

static void plan(Skeleton *s, int64_t day, int64_t phase, int64_t id, int64_t place) {
    int64_t *head = &s->agenda[day * N_PHASES + phase], at = *head;
    if ((at & (CARD - 1)) == 0) { /* there is no card yet, or it is full */
        int64_t card = s->free_card;
        if (card) s->free_card = s->cards[card];
        else { card = s->top; s->top += CARD; }
        s->cards[card] = at;
        at = card + 2;
    }
    s->cards[at] = id << 32 | s->planned++; /* the key: no two are the same */
    s->cards[at + 1] = place;
    *head = at + 2;
}

static int64_t take(Skeleton *s, int64_t day, int64_t phase) {
    int64_t *head = &s->agenda[day * N_PHASES + phase], end = *head, n = 0;
    *head = 0;
    while (end) {
        int64_t card = (end - 1) & -(int64_t)CARD;
        for (int64_t at = card + 2; at < end; at += 2, n++) {
            s->list[2 * n] = s->cards[at];
            s->list[2 * n + 1] = s->cards[at + 1];
            READ_AHEAD(&s->records[s->cards[at + 1]]);
            READ_AHEAD(&s->records[s->cards[at + 1] + LINE]);
        }
        end = s->cards[card];
        s->cards[card] = s->free_card;
        s->free_card = card;
    }
    return n;
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void sort(int64_t *list, int64_t n) {
    if (n > MOST_BY_RANK) {
        qsort(list, (size_t)n, 2 * sizeof *list, compare);
        return;
    }
    int64_t keys[MOST_BY_RANK], places[MOST_BY_RANK];
    int64_t n_keys = (n + AT_ONCE - 1) / AT_ONCE * AT_ONCE; /* in whole rounds of the loop below */
    for (int64_t k = 0; k < n_keys; k++) keys[k] = INT64_MAX;
    for (int64_t k = 0; k < n; k++) { keys[k] = list[2 * k]; places[k] = list[2 * k + 1]; }
    for (int64_t k = 0; k < n; k++) {
        int64_t key = keys[k], rank = 0;
        for (int64_t at = 0; at < n_keys; at += AT_ONCE)
            for (int64_t other = 0; other < AT_ONCE; other++) rank += keys[at + other] < key;
        list[2 * rank] = key;
        list[2 * rank + 1] = places[k];
    }
}

/* --- one lane --- */

/* do something as often as is this entry's share */
#define SHARE(owed, n_all) for ((owed) += (n_all); (owed) >= n->n_entries; (owed) -= n->n_entries)

SHARED Done skeleton_run(Skeleton *s, uint64_t seed, uint32_t replication) {
    const Counts *n = &s->n;
    Done done = {0};
    int64_t draws = 0, others = 0, exps = 0, logs = 0, pows = 0, gams = 0, rated = 0, divided = 0;
    int64_t rows = 0, visits = 0, row = 0, until_phase[N_PHASES], sum_phase = 0;
    uint64_t sum = 0, mix = seed + 1;
    double x = 0.5;
    for (int k = 0; k < N_PHASES; k++) until_phase[k] = sum_phase += n->of_phase[k];
    for (int64_t day = 0; day < n->n_days; day++) {
        /* entries that must be planned by tonight; each is for a day of the run */
        int64_t last = n->n_days - 1, target = day < last ? n->n_entries * (day + 1) / last : 0;
        for (int64_t phase = 0; phase <= N_PHASES; phase++) {
            int64_t n_now = phase < N_PHASES ? take(s, day, phase) : 0;
            sort(s->list, n_now);
            /* after the last phase: what is still to be planned */
            int64_t n_turns = phase < N_PHASES ? n_now : target - s->planned;
            for (int64_t k = 0; k < n_turns; k++) {
                if (phase < N_PHASES) {
                    int64_t key = s->list[2 * k], place = s->list[2 * k + 1];
                    int64_t *r = &s->records[place];
                    uint32_t word = (uint32_t)(key * 0x9E3779B1u);
                    sum += (uint64_t)r[ID];
                    r[SEEN] = day;
                    r[LEVEL] ^= key & 7;
                    SHARE(draws, n->counted_draws) {
                        int64_t before = r[DRAWN + (draws & 3)]++;
                        Four f = philox(r[ID], key & 63, before, replication, seed);
                        x = unit(f.w[0]); /* all four words are made: the others go into the sum */
                        word ^= f.w[1] ^ f.w[2] ^ f.w[3];
                    }
                    SHARE(others, n->other_draws) {
                        Four f = philox(r[ID], key >> 6, key, replication, seed);
                        x = unit(f.w[0]);
                        word ^= f.w[1] ^ f.w[2] ^ f.w[3];
                    }
                    double y = (double)r[LEVEL] * 0.25 + x;
                    SHARE(logs, n->logarithms) y -= log(1.0 - x);
                    SHARE(pows, n->powers) y += pow(x, 0.75 + 0.03125 * (double)r[LEVEL]);
                    SHARE(gams, n->gammas) y += tgamma(1.0 + x);
                    SHARE(exps, n->exponentials) y = exp(0.125 * y - 0.5);
                    SHARE(rated, n->rated) {
                        int64_t passed = day - r[MARK];
                        r[LEFT] -= r[WEIGHT] * passed;
                        if (r[LEFT] <= 0) r[LEFT] += (int64_t)1 << 40;
                        r[MARK] = day;
                        r[WEIGHT] = (int64_t)(y * 1048576.0) + 1;
                    }
                    SHARE(divided, n->divided) {
                        r[DUE] = day + (r[LEFT] + r[WEIGHT] - 1) / r[WEIGHT];
                        sum += (uint64_t)r[DUE];
                    }
                    SHARE(rows, s->n_rows) {
                        int table = s->table_of[row++];
                        int64_t width = n->width[table];
                        int64_t *to = &s->tables[table][s->written[table]++ * width];
                        for (int64_t at = 0; at < width; at++) to[at] = key + at;
                        to[0] = r[ID];
                        sum += (uint64_t)to[width - 1];
                    }
                    sum += word;
                    mix += word + (uint64_t)(y * 1024.0);
                    SHARE(visits, n->n_visits - n->n_entries) {
                        mix = next(mix);
                        int64_t *other = &s->records[some_record(n, mix) * n->words_of_record];
                        sum += (uint64_t)other[ID];
                        other[SEEN] = day;
                        other[LEVEL] ^= 1;
                    }
                    done.taken++;
                    if (s->planned >= target) continue;
                }
                mix = next(mix);
                int64_t id = some_record(n, mix);
                int64_t ahead = s->delay[mix >> 16 & (DELAYS - 1)];
                int64_t which = (int64_t)((mix & 0xFFFF) * (uint64_t)n->n_entries >> 16), on = 0;
                while (which >= until_phase[on]) on++;
                if (ahead > last - day) ahead = last - day;
                plan(s, day + ahead, on, id, id * n->words_of_record);
            }
        }
    }
    done.checksum = sum ^ mix;
    done.owed = draws + others + exps + logs + pows + gams + rated + divided + rows + visits;
    done.cards = s->top / CARD - 1;
    return done;
}

/* --- room, and what must be zero at the start --- */

SHARED void skeleton_prepare(Skeleton *s) {
    memset(s->agenda, 0, sizeof *s->agenda * (size_t)(s->n.n_days * N_PHASES));
    memset(s->written, 0, sizeof s->written);
    s->top = CARD;
    s->free_card = s->planned = 0;
    for (int64_t k = 0; k < s->n.n_records; k++) {
        int64_t *r = &s->records[k * s->n.words_of_record];
        memset(r, 0, sizeof *r * (size_t)s->n.words_of_record);
        r[ID] = k + 1;
        r[LEFT] = (int64_t)1 << 40;
        r[WEIGHT] = 1 << 20;
    }
}

SHARED void skeleton_free(Skeleton *s) {
    if (!s) return;
    for (int k = 0; k < MOST_TABLES; k++) free(s->tables[k]);
    free(s->records); free(s->agenda); free(s->cards); free(s->list); free(s->table_of);
    free(s);
}

/* Returns nothing where there is no room, or a record is too small to be one. */
SHARED Skeleton *skeleton_new(const Counts *n) {
    Skeleton *s = n->words_of_record < LEAST_WORDS || n->n_days < 2 ? 0 : calloc(1, sizeof *s);
    if (!s) return 0;
    s->n = *n;
    for (int k = 0; k < MOST_TABLES; k++) s->n_rows += n->rows[k];
    size_t word = sizeof(int64_t), n_entries = (size_t)n->n_entries + 1;
    s->records = calloc((size_t)(n->n_records * n->words_of_record), word);
    s->agenda = calloc((size_t)(n->n_days * N_PHASES), word);
    s->cards = calloc(n_entries * CARD + 2 * CARD, word);
    s->list = calloc(2 * n_entries, word);
    s->table_of = calloc((size_t)s->n_rows + 1, 1);
    int is_whole = s->records && s->agenda && s->cards && s->list && s->table_of;
    for (int k = 0; k < MOST_TABLES; k++) {
        s->tables[k] = calloc((size_t)(n->rows[k] * n->width[k]) + 1, word);
        is_whole = is_whole && s->tables[k];
    }
    if (!is_whole) { skeleton_free(s); return 0; }
    /* rows of every table spread evenly over all rows */
    int64_t owed[MOST_TABLES] = {0};
    for (int64_t row = 0; row < s->n_rows; row++) {
        int most = 0;
        for (int k = 0; k < MOST_TABLES; k++)
            if ((owed[k] += n->rows[k]) > owed[most]) most = k;
        owed[most] -= s->n_rows;
        s->table_of[row] = (uint8_t)most;
    }
    for (int k = 0; k < DELAYS; k++) s->delay[k] = (int16_t)pow(DAYS_AHEAD, (k + 0.5) / DELAYS);
    return s;
}
