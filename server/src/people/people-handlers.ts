import {
  CatalystError,
  endSignedIn,
  listAudit,
  listPeople,
  listSignedIn,
  makeReset,
  personOf,
  removePerson,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import type { ServerDeps } from "../server-deps.ts";
import type { Asker } from "../who/who-asks.ts";
import { makeOwnerLink } from "./make-owner-link.ts";
import { PAGES_PATH } from "./pages-path.ts";
import { presentSession } from "./present-session.ts";

type PeopleHandlers = Pick<
  Handlers,
  | "getMe"
  | "listSessions"
  | "endSession"
  | "createSignInLink"
  | "listPeople"
  | "removePerson"
  | "createResetLink"
  | "listAudit"
>;

/** People who sign in, and those who are to. */
export function peopleHandlers(deps: ServerDeps): PeopleHandlers {
  return {
    getMe: (_request, asker) => whoAsks(asker, deps),
    listSessions: async (_request, { actor, right }) => ({
      data: (await listSignedIn({ actor }, deps)).map((session) => presentSession(session, right)),
    }),
    endSession: async ({ params }, { actor }) => {
      await endSignedIn({ actor, id: params.session }, deps);
      return null;
    },
    createSignInLink: async (_request, { actor }) => ({ url: await makeOwnerLink({ actor }, deps) }),
    listPeople: async (_request, { actor }) => ({
      data: (await listPeople({ actor }, deps)).map(({ email: _kept, createdAt, ...person }) => ({
        ...person,
        createdAt: createdAt.toISOString(),
      })),
    }),
    removePerson: async ({ params, query }, { actor }) => {
      await removePerson({ actor, login: params.login, heirLogin: query.heir ?? null }, deps);
      return null;
    },
    createResetLink: async ({ params }, { actor }) => {
      const publicUrl = deps.signIn.publicUrl();
      const { token } = await makeReset({ actor, login: params.login }, deps);
      return { url: `${publicUrl}${PAGES_PATH}/reset?token=${token}` };
    },
    listAudit: async ({ query }, { actor }) => {
      const before = decodeCursor("audit", "number", query.cursor);
      const page = { ...(before === null ? {} : { before }), limit: query.limit };
      const entries = await listAudit({ actor, team: query.team ?? null, ...page }, deps);
      const last = entries.length < query.limit ? null : (entries.at(-1)?.number ?? null);
      return {
        data: entries.map(({ at, userId: person, teamId: _kept, ...entry }) => ({
          ...entry,
          at: at.toISOString(),
          person,
        })),
        nextCursor: encodeCursor("audit", last),
      };
    },
  };
}

async function whoAsks({ actor, right }: Asker, { people }: ServerDeps) {
  const id = personOf(actor);
  const person = id === null ? null : await people.find(id);
  if (person === null) {
    throw new CatalystError("not_found", "Finding out who you are failed: you stand for nobody here.");
  }
  const { login, name } = person;
  return { id: person.id, login, name, by: right?.kind ?? ("machine" as const) };
}
