import { CatalystError, type MachineOwner } from "@catalyst/core";
import type { Database, DoorStores } from "@catalyst/postgres";
import type { Logger } from "pino";
import { homeIdOf } from "../door/home-id.ts";
import type { Auth } from "./auth/create-auth.ts";
import { createGuard } from "./auth/password-guard.ts";
import { createGate } from "./auth/sign-up-gate.ts";
import type { SignInConfig } from "./config.ts";
import { DONE_PATH } from "./pages-path.ts";

export interface SignInDeps {
  db: Pick<Database, "drizzle">;
  stores: Pick<DoorStores, "invitations" | "audit" | "people" | "guesses">;
  owner: MachineOwner;
  log: Logger;
  /** What sessions are signed with where no setting says it. */
  openSecret(): Promise<string>;
}

/** How people come in where nobody is known by the socket. */
export interface SignIn {
  /** Names of cookies begin with it. */
  cookiePrefix: string;
  github: SignInConfig["github"];
  /** Where people find the server. Throws `unsupported` where it listens on no port. */
  publicUrl(): string;
  /** The same; null: nowhere. */
  address(): string | null;
  /** Where whoever signed in goes on: the web app, or where there is none who they are. */
  landing(): string;
  /** Called once the server listens, with the address that people are told. */
  open(publicUrl: string, given: { hasWeb: boolean }): void;
  /** The library, which is loaded when it is needed first. */
  library(): Promise<Auth>;
}

export function createSignIn({ secret, github }: SignInConfig, deps: SignInDeps): SignIn {
  const { owner, stores, openSecret } = deps;
  const cookiePrefix = `catalyst-${homeIdOf(owner)}`;
  let openedUrl: string | null = null;
  let landing = DONE_PATH;
  let loading: Promise<Auth> | null = null;
  const publicUrl = () => {
    if (openedUrl === null) {
      throw new CatalystError(
        "unsupported",
        "Making a link failed: this server listens on no port, so nobody could open it.",
      );
    }
    return openedUrl;
  };
  const load = async () => {
    const { createAuth } = await import("./auth/create-auth.ts");
    const settings = { publicUrl: publicUrl(), secret: secret ?? (await openSecret()), cookiePrefix, github };
    const [gate, guard] = [createGate({ ...stores, cookiePrefix }), createGuard({ ...stores, cookiePrefix })];
    return createAuth(settings, { ...deps, gate, guard });
  };
  return {
    cookiePrefix,
    github,
    publicUrl,
    address: () => openedUrl,
    landing: () => landing,
    open(url, { hasWeb }) {
      openedUrl = url;
      landing = hasWeb ? "/" : DONE_PATH;
      loading = null;
    },
    library() {
      loading ??= load().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    },
  };
}
