import { Person, type PersonStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, asc, eq, isNotNull, isNull, sql } from "../../drizzle.ts";
import { projects, repos, users } from "../../schema/accounts.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { deleteExpired } from "./delete-expired.ts";
import { removePerson } from "./remove-person.ts";

export function postgresPersonStore({ drizzle }: Pick<Database, "drizzle">): PersonStore {
  const isSomebody = isNotNull(users.claimedAt);
  const findOne = async (is: ReturnType<typeof eq>) => {
    const [row] = await drizzle.select().from(users).where(and(is, isSomebody));
    return row === undefined ? null : Person.parse(row);
  };
  return hideValues<PersonStore>({
    find: (id) => findOne(eq(users.id, id)),
    findByLogin: (login) => findOne(eq(users.login, login)),
    async isTaken(login) {
      const rows = await drizzle.select({ id: users.id }).from(users).where(eq(users.login, login));
      return rows.length > 0;
    },
    async list() {
      const rows = await drizzle.select().from(users).where(isSomebody).orderBy(asc(users.login));
      return rows.map((row) => Person.parse(row));
    },
    async noteSignIn(id) {
      await drizzle
        .update(users)
        .set({ claimedAt: sql`now()` })
        .where(and(eq(users.id, id), isNull(users.claimedAt)));
    },
    async trustAddress(id) {
      await drizzle.update(users).set({ emailVerified: true }).where(eq(users.id, id));
    },
    async listUnfinishedTasks(id) {
      const { rows } = await drizzle.execute<{ id: string }>(sql`
        select task.id from ${agentTasks} task join ${repos} repo on repo.id = task.repo_id join ${projects} project on project.id = repo.project_id
        where project.user_id = ${id} and task.status not in ('completed', 'failed', 'cancelled', 'refused') order by task.number`);
      return rows.map((row) => row.id);
    },
    deleteExpired: () => deleteExpired(drizzle),
    remove: (input) => drizzle.transaction((tx) => removePerson(tx, input)),
  });
}
