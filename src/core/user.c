/* Users and roles guard against mistakes, not against whoever can write the file: the event chain shows those. */
#include <string.h>

#include "ordr/master.h"
#include "ordr/speak.h"
#include "ordr/user.h"

static const char *const roles[] = { "sales", "warehouse", "billing", "admin", NULL };

static const struct field user_fields[] = {
	F(struct user, name, TEXT, FIELD_REQUIRED | FIELD_SHOWN | FIELD_KEY, "login name, as in --as NAME"),
	F_CHOICE(struct user, role, roles, FIELD_REQUIRED | FIELD_SHOWN, "what they may do"),
	F(struct user, full_name, TEXT, FIELD_SHOWN | FIELD_WIDE, "the person's name"),
	FIELD_END,
};

const struct schema user_schema = { .name = "ordr.user/1",
				    .title = "Somebody who works with the books, and their role.",
				    .fields = user_fields,
				    .size = sizeof(struct user) };

const struct schema user_form = { .name = "ordr.user-form/1",
					 .title = "A user to keep.",
					 .fields = user_fields,
					 .size = sizeof(struct user),
					 .record = "ordr.user/1" };

/* Locking everybody out is no use to anybody. */
static int check_user(struct core *core, const void *record)
{
	const struct user *user = record;
	int64_t admins = 0;
	if (!strcmp(user->role, "admin"))
		return 0;
	if (db_integer(core->db, &admins, "SELECT count(*) FROM users WHERE role = 'admin' AND name <> $1", A(user->name)) < 0)
		return -1;
	if (admins)
		return 0;
	err_set(core->err, ERR_REFUSED, "the books would be left without an admin");
	return err_hint(core->err, "keep one first: ordr user add --name NAME --role admin");
}

const struct master master_user = {
	.word = TO_TRANSLATE_IN("noun", "user"),
	.schema = &user_schema,
	.form = &user_form,
	.one = "SELECT name, role, full_name FROM users WHERE name = $1",
	.list = "SELECT name, role, full_name FROM users ORDER BY name",
	.from = "SELECT name FROM users WHERE name >= $1 ORDER BY name LIMIT $2",
	.before = "SELECT name FROM users WHERE name < $1 ORDER BY name DESC LIMIT $2",
	.insert = "INSERT INTO users (name, role, full_name) VALUES ($1, $2, $3)",
	.update = "UPDATE users SET role = $2, full_name = $3 WHERE name = $1",
	.check = check_user,
};

static unsigned role_bit(const char *role)
{
	for (unsigned i = 0; roles[i]; i++)
		if (!strcmp(roles[i], role))
			return 1U << i;
	return 0;
}

static int denied(struct core *core, unsigned wanted, const char *role, const char *what)
{
	struct str names = { 0 };
	for (unsigned i = 0; roles[i]; i++)
		if (wanted & (1U << i) || (1U << i) == ROLE_ADMIN)
			str_printf(&names, names.length ? translate(" or %s") : "%s", roles[i]);
	if (role)
		err_set(core->err, ERR_DENIED, "%s is %s and may not %s", core->actor, role, what);
	else
		err_set(core->err, ERR_DENIED, "%s is not kept as a user and may only look", core->actor);
	err_hint(core->err, "this takes the role %s; see ordr user list", names.text ? names.text : "admin");
	str_release(&names);
	return -1;
}

int user_may_do(struct core *core, unsigned wanted, const char *what)
{
	int64_t any = 0;
	struct user user;
	if (!wanted)
		return 0;
	int found = db_one(core->db, core->arena, &user_schema, &user, master_user.one, A(core->actor));
	if (found < 0)
		return -1;
	if (found)
		return role_bit(user.role) & (wanted | ROLE_ADMIN) ? 0 : denied(core, wanted, user.role, what);
	if (db_integer(core->db, &any, "SELECT 1 FROM users LIMIT 1", DB_NONE) < 0)
		return -1;
	return any ? denied(core, wanted, NULL, what) : 0;
}

int user_may(struct core *core, unsigned wanted)
{
	const char *what = arena_printf(core->arena, translate("run %s"), core->command);
	return what ? user_may_do(core, wanted, what) : err_memory(core->err);
}
