/*
 * The shape of the catalogue as data: tables, their fields, and the words that a field may hold. A new column is a line
 * in catalogue_fields.def and a member of the struct; nothing else has to know.
 */
#include "catalogue_fields.h"

#include "fascia/model/catalogue.h"

#define TABLE(table_, file_, section_, type, list)                                                                     \
    [table_] = {                                                                                                       \
        .file = (file_),                                                                                               \
        .section = (section_),                                                                                         \
        .row = #type,                                                                                                  \
        .member = #list,                                                                                               \
        .size = sizeof(struct type),                                                                                   \
        .offset = offsetof(struct catalogue, list),                                                                    \
        .len_offset = offsetof(struct catalogue, list##_len),                                                          \
        .retired_offset = offsetof(struct type, retired),                                                              \
    },

const struct table_info table_infos[TABLES] = {
#include "catalogue_tables.def"
    [TABLE_AMBIGUOUS] = {.file = "structures.yaml", .section = "ambiguous_aliases"},
    [TABLE_JOINT_WORDS] = {.file = "movements.yaml", .section = "joint_words"},
    [TABLE_TAILS] = {.file = "movements.yaml", .section = "tails"},
};

#undef TABLE

#define FIELD(table_, type, key_, kind_, member_, domain_)                                                             \
    {.table = (table_),                                                                                                \
     .key = (key_),                                                                                                    \
     .member = #member_,                                                                                               \
     .kind = (kind_),                                                                                                  \
     .domain = (domain_),                                                                                              \
     .offset = offsetof(struct type, member_)},
#define LIST(table_, type, key_, member_, domain_)                                                                     \
    {.table = (table_),                                                                                                \
     .key = (key_),                                                                                                    \
     .member = #member_,                                                                                               \
     .kind = FIELD_TEXTS,                                                                                              \
     .domain = (domain_),                                                                                              \
     .offset = offsetof(struct type, member_),                                                                         \
     .len_offset = offsetof(struct type, member_##_len)},
#define KNOWN(table_, key_) {.table = (table_), .key = (key_), .kind = FIELD_KNOWN},

const struct field fields[] = {
#include "catalogue_fields.def"
};

#undef FIELD
#undef LIST
#undef KNOWN

const size_t fields_len = ARRAY_LEN(fields);

static const char *const kinds_of_structure[] = {"muscle",      "muscle-group", "tendon", "ligament", "fascia",
                                                 "retinaculum", "capsule",      "bursa",  "fat-pad",  "scar",
                                                 "skin",        "nerve",        "vessel"};
static const char *const feasibles[] = {
    [FEASIBLE_NONE] = "none", [FEASIBLE_POSSIBLE] = "possible", [FEASIBLE_TYPICAL] = "typical"};
static const char *const sides[] = {[SIDE_NONE] = "",
                                    [SIDE_LEFT] = "left",
                                    [SIDE_RIGHT] = "right",
                                    [SIDE_BILATERAL] = "bilateral",
                                    [SIDE_MIDLINE] = "midline"};
static const char *const views[] = {"anterior", "posterior"};
static const char *const targets[] = {"structure", "region", "movement", "test", "measure"}; /* bits of target_bit */
static const char *const gates[] = {[GATE_INFORM] = "inform", [GATE_WARN] = "warn", [GATE_BLOCK] = "block"};
static const char *const absolute_relative[] = {"absolute", "relative"};
static const char *const general_local[] = {"general", "local"};
static const char *const urgencies[] = {"999", "same-day", "urgent-gp", "gp", "none"};
static const char *const whens[] = {"episode", "session"};
static const char *const word_groups[] = {"contact", "medium",   "depth", "speed", "site",
                                          "layer",   "position", "mode",  "device"};
static const char *const movement_units[] = {"deg", "mm", "cm"};
static const char *const units[] = {"deg", "cm", "mm", "s", "kg", "count", "points", "percent"};
static const char *const betters[] = {[BETTER_NONE] = "", [BETTER_HIGHER] = "higher", [BETTER_LOWER] = "lower"};

static const struct {
    const char *const *words;
    size_t len;
} domains[] = {
    [KIND_OF_STRUCTURE] = {kinds_of_structure, ARRAY_LEN(kinds_of_structure)},
    [FEASIBLE] = {feasibles, ARRAY_LEN(feasibles)},
    [SIDES] = {sides, ARRAY_LEN(sides)},
    [VIEWS] = {views, ARRAY_LEN(views)},
    [TARGETS] = {targets, ARRAY_LEN(targets)},
    [GATE] = {gates, ARRAY_LEN(gates)},
    [ABSOLUTE_RELATIVE] = {absolute_relative, ARRAY_LEN(absolute_relative)},
    [GENERAL_LOCAL] = {general_local, ARRAY_LEN(general_local)},
    [URGENCY] = {urgencies, ARRAY_LEN(urgencies)},
    [WHEN] = {whens, ARRAY_LEN(whens)},
    [WORD_GROUP] = {word_groups, ARRAY_LEN(word_groups)},
    [UNIT_OF_MOVEMENT] = {movement_units, ARRAY_LEN(movement_units)},
    [UNIT] = {units, ARRAY_LEN(units)},
    [BETTER] = {betters, ARRAY_LEN(betters)},
};

const char *const *domain_words(enum domain d, size_t *len)
{
    *len = (size_t)d < ARRAY_LEN(domains) ? domains[d].len : 0;
    return *len > 0 ? domains[d].words : NULL;
}
