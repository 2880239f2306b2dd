/*
 * The material of the demo. Names are put together at random from many languages, so that widths, accents and scripts
 * are exercised; nobody is meant. Values are plausible courses, not data.
 */
#include "demo_tables.h"

// clang-format off
#define ROM(target_, mode_, worst_, best_) {"rom", NULL, ON_MOVEMENT, target_, mode_, (worst_) * 10, (best_) * 10, 10}
#define TEST(target_, worst_, best_, step_) {"test", NULL, ON_TEST, target_, NULL, worst_, best_, step_}
#define NPRS {"measure", NULL, ON_MEASURE, "nprs-movement", NULL, 70, 10, 10}
#define TIGHT(region_) {"quality", "tightness", ON_REGION, region_, NULL, 30, 0, 10}

const struct demo_course demo_courses[] = {
    {"calf pain when running", DEMO_SIDED,
     {TEST("knee-to-wall", 70, 120, 5), TEST("slr", 600, 820, 10), TIGHT("calf"), NPRS},
     {{"gastrocnemius", RELEASE_WEIGHT_BEARING, 0, 3, 0, 0},
      {"soleus", RELEASE_ACTIVE, 0, 3, 0, 0},
      {"hamstrings", RELEASE_PASSIVE, 0, 0, 60, 4},
      {0}},
     "eccentric calf drops 2x15 daily"},
    {"stiff shoulder", DEMO_SIDED,
     {ROM("shoulder-external-rotation", "passive", 20, 60), ROM("shoulder-flexion", "passive", 95, 160), NPRS, {0}},
     {{"infraspinatus", RELEASE_PASSIVE, 3, 4, 0, 3},
      {"pectoralis-major", RELEASE_PASSIVE, 0, 0, 90, 4},
      {"subscapularis", RELEASE_ACTIVE, 0, 3, 0, 3},
      {0}},
     "table slides 10x twice daily"},
    {"neck after desk work", DEMO_SIDED,
     {ROM("cervical-rotation", "active", 45, 75), ROM("cervical-lateral-flexion", "active", 25, 42), NPRS, {0}},
     {{"upper-trapezius", RELEASE_ACTIVE, 4, 3, 0, 4},
      {"levator-scapulae", RELEASE_ACTIVE, 0, 4, 0, 4},
      {"scalenes", RELEASE_PASSIVE, 0, 3, 0, 2},
      {0}},
     "chin tucks 10x every two hours"},
    {"hamstring strain", DEMO_SIDED,
     {TEST("active-knee-extension", 500, 120, 10), TEST("slr", 500, 800, 10), NPRS, {0}},
     {{"hamstrings", RELEASE_ACTIVE, 3, 4, 0, 4},
      {"hamstrings", RELEASE_PASSIVE, 0, 0, 90, 5},
      {"gluteus-maximus", RELEASE_PASSIVE, 0, 0, 60, 5},
      {0}},
     "Nordic curls 3x5 three times a week"},
    {"outer knee pain on hills", DEMO_SIDED,
     {TEST("squat-quality", 0, 0, 0), TIGHT("thigh-lateral"), NPRS, {0}},
     {{"vastus-lateralis", RELEASE_PASSIVE, 5, 3, 0, 5},
      {"tensor-fasciae-latae", RELEASE_ACTIVE, 0, 4, 0, 5},
      {"gluteus-medius", RELEASE_PASSIVE, 0, 0, 60, 4},
      {0}},
     "side-lying hip abduction 3x12"},
    {"heel pain in the morning", DEMO_SIDED,
     {TEST("knee-to-wall", 60, 110, 5), TEST("heel-raise-count", 80, 250, 10), NPRS, {0}},
     {{"plantar-fascia", RELEASE_PASSIVE, 4, 3, 0, 4},
      {"soleus", RELEASE_WEIGHT_BEARING, 0, 3, 0, 0},
      {"tibialis-posterior", RELEASE_ACTIVE, 0, 3, 0, 4},
      {0}},
     "towel heel raises 3x12 every second day"},
    {"elbow pain when gripping", DEMO_SIDED,
     {TEST("pain-free-grip", 120, 320, 10), ROM("wrist-flexion", "active", 45, 75), NPRS, {0}},
     {{"wrist-extensors", RELEASE_ACTIVE, 4, 4, 0, 4},
      {"extensor-carpi-radialis-brevis", RELEASE_PASSIVE, 0, 0, 60, 4},
      {0},
      {0}},
     "eccentric wrist extension 3x15 daily"},
    {"low back ache", DEMO_BOTH,
     {ROM("thoracolumbar-flexion", "active", 40, 75), TEST("fingertip-to-floor", 300, 50, 10), NPRS, {0}},
     {{"quadratus-lumborum", RELEASE_PASSIVE, 0, 0, 90, 4},
      {"erector-spinae", RELEASE_PASSIVE, 6, 2, 0, 4},
      {"iliopsoas", RELEASE_ACTIVE, 0, 3, 0, 3},
      {0}},
     "walk 20 minutes daily"},
    {"tight front of hip", DEMO_SIDED,
     {ROM("hip-extension", "passive", 2, 18), TEST("slr", 650, 820, 10), NPRS, {0}},
     {{"rectus-femoris", RELEASE_ACTIVE, 3, 4, 0, 4},
      {"iliopsoas", RELEASE_PASSIVE, 0, 0, 60, 3},
      {"tensor-fasciae-latae", RELEASE_PASSIVE, 3, 3, 0, 4},
      {0}},
     "half-kneeling stretch 3x30 s"},
    {"groin pain after football", DEMO_SIDED,
     {ROM("hip-abduction", "passive", 25, 45), TIGHT("thigh-medial"), NPRS, {0}},
     {{"adductor-longus", RELEASE_ACTIVE, 3, 3, 0, 3},
      {"adductor-magnus", RELEASE_PASSIVE, 0, 0, 60, 4},
      {0},
      {0}},
     "ball squeezes 5x10 s"},
};
// clang-format on
const size_t demo_courses_len = ARRAY_LEN(demo_courses);

const char *const demo_given[] = {"Maria",   "Åse",       "Jo",     "Paolo",  "Noor",   "Kit",     "Zoë",    "Łukasz",
                                  "Siobhán", "Ngọc",      "José",   "Þóra",   "Elif",   "Ömer",    "Chloé",  "Anaïs",
                                  "Dmitri",  "Yuki",      "Amara",  "Tomás",  "Ingrid", "Rhys",    "Fatima", "Søren",
                                  "Mei",     "Oluwaseun", "Aroha",  "Björn",  "Carys",  "Daan",    "Eilidh", "Farah",
                                  "Gwen",    "Hamish",    "Ines",   "Jürgen", "Kofi",   "Leila",   "Mateo",  "Niamh",
                                  "Otto",    "Priya",     "Quinn",  "Renée",  "Sana",   "Tadeusz", "Uma",    "Václav",
                                  "Wanjiru", "Xavi",      "Yasmin", "Zsófia", "陽子",   "Ελένη",   "נועה",   "ليلى"};
const size_t demo_given_len = ARRAY_LEN(demo_given);

const char *const demo_family[] = {"Santos",
                                   "Lindqvist",
                                   "Tan",
                                   "Reyes",
                                   "Hassan",
                                   "Sanders",
                                   "Nguyễn",
                                   "Kowalska",
                                   "O'Brien",
                                   "Jónsdóttir",
                                   "Yıldız",
                                   "Dubois",
                                   "Petrov",
                                   "Tanaka",
                                   "Okonkwo",
                                   "Fernández",
                                   "Bakker",
                                   "Campbell",
                                   "Rahman",
                                   "Horváth",
                                   "Müller",
                                   "Novák",
                                   "Patel",
                                   "Kipchoge",
                                   "Ferrari",
                                   "Silva",
                                   "Larsen",
                                   "Ahmed",
                                   "Murphy",
                                   "García",
                                   "van Dijk",
                                   "Le Goff",
                                   "Mensah",
                                   "Popescu",
                                   "Virtanen",
                                   "Đặng",
                                   "Ødegård",
                                   "Weiß",
                                   "Smith-Jones",
                                   "Ng",
                                   "Castellanos-Figueroa",
                                   "Ó Súilleabháin",
                                   "Papadopoulou",
                                   "de la Cruz",
                                   "McKenzie",
                                   "Ito",
                                   "Brânză",
                                   "Żukowski"};
const size_t demo_family_len = ARRAY_LEN(demo_family);

const char *const demo_better[] = {"Ran 4 km without stopping.",
                                   "Slept through for the first time this week.",
                                   "Looser on stairs.",
                                   "Back at work without tablets.",
                                   "Did the exercises every day.",
                                   "Felt the difference the same evening.",
                                   "Carried the shopping without thinking about it.",
                                   "Played half a match, sore for a day."};
const size_t demo_better_len = ARRAY_LEN(demo_better);

const char *const demo_same[] = {"Much the same since last time.",
                                 "Good for a day, then back to before.",
                                 "Exercises done about half the time.",
                                 "Long drive yesterday.",
                                 "A busy week at work.",
                                 "Unsure whether it helped."};
const size_t demo_same_len = ARRAY_LEN(demo_same);

const char *const demo_worse[] = {"Sore for two days after the last visit.", "Slipped on the stairs on Monday.",
                                  "Worse after gardening.", "Tried a sprint and felt it pull.",
                                  "Bad night, could not find a position."};
const size_t demo_worse_len = ARRAY_LEN(demo_worse);

const char *const demo_jobs[] = {"nurse",      "joiner",    "teacher", "runner and accountant",
                                 "bus driver", "violinist", "student", "chef",
                                 "gardener",   "programmer"};
const size_t demo_jobs_len = ARRAY_LEN(demo_jobs);

const char *const demo_alerts[] = {"bruises easily", "no prone > 20 min", "faints at needles", "latex allergy",
                                   "takes warfarin: light pressure only"};
const size_t demo_alerts_len = ARRAY_LEN(demo_alerts);
