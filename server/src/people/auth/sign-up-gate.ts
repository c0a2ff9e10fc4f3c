import { randomBytes } from "node:crypto";
import {
  type AuditStore,
  acceptInvitation,
  cleanDisplayName,
  hashOfInvitation,
  type InvitationStore,
  type PersonStore,
} from "@catalyst/core";
import { APIError } from "better-auth/api";
import type { BetterAuthOptions } from "better-auth/types";
import { parse } from "hono/utils/cookie";
import { GithubProfile } from "./github.ts";

/** What the library asks before it lets somebody in who isn't there yet, and tells once somebody is in. */
export interface SignUpGate {
  check: NonNullable<NonNullable<BetterAuthOptions["user"]>["validateUserInfo"]>;
  hooks: NonNullable<BetterAuthOptions["databaseHooks"]>;
}

export interface GateDeps {
  invitations: InvitationStore;
  audit: AuditStore;
  people: PersonStore;
  cookiePrefix: string;
}

type Context = { headers?: Headers | undefined; request?: Request | undefined; path?: string } | null | undefined;

const MAX_LOGIN = 39;
/** As the library calls an account whose password is ours to know. */
const PASSWORD = "credential";

/** Nobody signs up but whoever brings an invitation, or is of those at GitHub whom the settings name. */
export function createGate(deps: GateDeps): SignUpGate {
  const { invitations, audit, people, cookiePrefix } = deps;
  const tokenOf = (context: Context) => invitationOf(context, cookiePrefix);
  return {
    async check({ user, source }, context) {
      if (source.action === "link-account" || (source.action === "sign-in" && (await isSomebody(user.id, people)))) {
        return;
      }
      if (GithubProfile.safeParse(source.oauth?.profile).data?.maySignUp === true) {
        return;
      }
      const token = tokenOf(context);
      if (token === null || (await invitations.find(hashOfInvitation(token))) === null) {
        return { error: "sign_up_closed", errorDescription: "Signing up takes an invitation." };
      }
    },
    hooks: {
      user: {
        create: {
          async before(user) {
            const login = await freeLogin(String(user.login ?? ""), people);
            return { data: { ...user, login, name: nameOf(String(user.name ?? ""), login) } };
          },
          async after({ id }, context) {
            await audit.add({ kind: "signed_up", userId: id, teamId: null, facts: {} });
            const token = tokenOf(context);
            if (token !== null) {
              await acceptOrRemove({ token, userId: id }, deps);
            }
          },
        },
      },
      account: {
        create: {
          async after({ userId, providerId }) {
            if (providerId !== PASSWORD) {
              await audit.add({ kind: "account_linked", userId, teamId: null, facts: { forge: providerId } });
            }
          },
        },
      },
      session: {
        create: {
          async after({ userId, ipAddress }, context) {
            const token = (await isSomebody(userId, people)) ? null : tokenOf(context);
            await people.noteSignIn(userId);
            if (token !== null) {
              await acceptOrRemove({ token, userId }, deps);
            }
            const facts = { by: context?.path ?? "", ...(ipAddress ? { address: ipAddress } : {}) };
            await audit.add({ kind: "signed_in", userId, teamId: null, facts });
            await people.deleteExpired();
          },
        },
      },
    },
  };
}

/** Whether they came in before: an account that only acted at a forge stands for nobody yet. */
async function isSomebody(id: unknown, people: Pick<PersonStore, "find">): Promise<boolean> {
  return typeof id === "string" && (await people.find(id)) !== null;
}

/** Of two who use a link at once, one is too late. */
async function acceptOrRemove(input: { token: string; userId: string }, deps: GateDeps): Promise<void> {
  const clock = { ...deps, now: () => new Date() };
  await acceptInvitation(input, clock).catch(async () => {
    await deps.people.remove({ id: input.userId, heirId: null });
    throw new APIError("FORBIDDEN", { code: "sign_up_closed", message: "Signing up takes an invitation." });
  });
}

function invitationOf(context: Context, cookiePrefix: string): string | null {
  const cookie = (context?.headers ?? context?.request?.headers)?.get("cookie") ?? "";
  return parse(cookie)[invitationCookie(cookiePrefix)] ?? null;
}

/** Carries the link's token from its page to where somebody comes back from GitHub. */
export function invitationCookie(cookiePrefix: string): string {
  return `${cookiePrefix}.invitation`;
}

/** What a forge says of them, where that can be seen. */
function nameOf(text: string, login: string): string {
  try {
    return cleanDisplayName(text, "Signing up");
  } catch {
    return login;
  }
}

/** Letters, digits and single hyphens between them; those that somebody has already get an end of their own. */
async function freeLogin(wanted: string, people: Pick<PersonStore, "isTaken">): Promise<string> {
  const login =
    wanted
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, MAX_LOGIN)
      .replace(/-$/, "") || "person";
  return (await people.isTaken(login)) ? `${login}-${randomBytes(4).toString("hex")}` : login;
}
