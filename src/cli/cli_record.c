/* record verify, record rebuild, config check. */
#include "cli_internal.h"

#include "fascia/store/record.h"
#include "fascia/trust/anchors.h"
#include "fascia/trust/sign.h"

static json_t *verify_json(const struct verify_result *result)
{
    json_t *bad = json_array();
    for (size_t i = 0; i < result->bad_len; i++) {
        json_t *one = json_object();
        json_object_set_new(one, "change", json_of_id(result->bad[i].change));
        json_object_set_new(one, "what", json_string(result->bad[i].what));
        json_object_set_new(one, "text", json_string(result->bad[i].text));
        json_array_append_new(bad, one);
    }
    json_t *o = json_object();
    json_object_set_new(o, "changes", json_integer((json_int_t)result->changes));
    json_object_set_new(o, "signatures", json_integer((json_int_t)result->signatures));
    json_object_set_new(o, "findings", bad);
    return o;
}

static void say_bad(const struct verify_result *result)
{
    for (size_t i = 0; i < result->bad_len; i++) {
        char id[ID_TEXT] = "record";
        if (!id_is_null(result->bad[i].change))
            id_format(id, result->bad[i].change);
        out_printf("%s  %s: %s\n", id, result->bad[i].what, result->bad[i].text);
    }
}

bool cli_record_verify(struct call *c, struct err *e)
{
    struct verify_result result;
    struct anchors anchors;
    struct bar bar = {0};
    struct progress progress = bar_progress(&bar);
    if (!call_check(c, 0, 0, e) || !anchors_list(&anchors, c->app->folder, &c->arena, e))
        return false;
    bool ok = store_check_pages(c->app->store, e) &&
              record_verify(&result, c->app->store, verify_hash, anchors.items, anchors.len, &progress, &c->arena, e);
    bar_end(&bar);
    if (!ok)
        return false;
    if (c->o->json) {
        if (!out_json(verify_json(&result), e))
            return false;
        c->answered = true;
    } else {
        say_bad(&result);
        out_printf("%llu changes, %llu signatures checked\n", (unsigned long long)result.changes,
                   (unsigned long long)result.signatures);
        if (anchors.len == 0)
            out_text("no anchor yet: a roll-back of the whole store could not be seen\n");
    }
    if (result.bad_len)
        return err_set(e, ERR_NOT_FOUND, "the record does not verify: %zu findings", result.bad_len);
    if (!c->o->json)
        out_text("the record is whole\n");
    return true;
}

bool cli_record_rebuild(struct call *c, struct err *e)
{
    struct bar bar = {0};
    struct progress progress = bar_progress(&bar);
    if (!call_check(c, 0, 0, e))
        return false;
    bool ok = record_rebuild(c->app->store, &progress, e);
    bar_end(&bar);
    if (!ok)
        return false;
    if (c->o->json)
        return out_json(json_object(), e);
    out_text("rebuilt\n");
    return true;
}

bool cli_config_check(struct call *c, struct err *e)
{
    const char **problems;
    size_t len;
    if (!call_check(c, 0, 0, e))
        return false;
    app_config_problems(&problems, &len, &c->arena);
    if (c->o->json) {
        json_t *list = json_array();
        for (size_t i = 0; i < len; i++)
            json_array_append_new(list, json_string(problems[i]));
        json_t *o = json_object();
        json_object_set_new(o, "problems", list);
        if (!out_json(o, e))
            return false;
        c->answered = true;
    } else {
        for (size_t i = 0; i < len; i++)
            out_printf("%s\n", problems[i]);
    }
    if (len)
        return err_set(e, ERR_NOT_FOUND, "the configuration has %zu problems", len);
    if (!c->o->json)
        out_text("the configuration is good\n");
    return true;
}
