import { createPrivateKey } from "node:crypto";
import { CatalystError } from "@catalyst/core";
import { createAppAuth } from "@octokit/auth-app";
import type { ApiAddress } from "../github-address.ts";
import type { Connections } from "../http/open-connections.ts";
import { openWriter, type Writer } from "../limits/open-writer.ts";
import { openRateGate, type RateGate } from "../limits/rate-gate.ts";
import { openWriteBudget } from "../limits/write-budget.ts";
import { type Asker, createAsker } from "./asker.ts";
import { openOctokit } from "./open-octokit.ts";

/** The one repository where somebody has us act as them, and their token for it. */
export interface OwnPlace {
  owner: string;
  name: string;
  token: string;
}

/** As what Catalyst acts at a GitHub: an App, or a person in one repository of theirs. */
export interface GitHubApp {
  /** Of the App; of a person, the number of their repository. */
  id: number;
  /** null: it is an App. */
  person: OwnPlace | null;
  api: ApiAddress;
  connections: Connections;
  /** As the App itself, or as the person. */
  asker: Asker;
  /** What counts for all that is asked as one installation, by its id. */
  limitsOf(installationId: number): InstallationLimits;
  /** The number of the account as which it is seen to act; null: nobody asked yet (`findBotId`). */
  botId: number | null;
  /** What its pages are called by; null: nobody asked yet (`findBot`). */
  slug: string | null;
  now(): Date;
}

interface InstallationLimits {
  gate: RateGate;
  writer: Writer;
}

export interface AppOptions {
  id: number;
  /** PEM. */
  privateKey: string;
  api: ApiAddress;
  connections: Connections;
  /** The number of the account as which it is seen to act, where it is known. */
  botId?: number | null;
  /** What its pages are called by, where that is known. */
  slug?: string | null;
  now: () => Date;
  /** Between two things that are written as one installation; a second unless it is said. */
  gapMilliseconds?: number;
}

/** Throws `invalid_configuration` for a key that isn't one. */
export function openApp(options: AppOptions): GitHubApp {
  const { id, privateKey, api, connections, botId = null, slug = null, now } = options;
  checkKey(privateKey);
  const octokit = openOctokit(api, connections, { authStrategy: createAppAuth, auth: { appId: id, privateKey } });
  const asker = createAsker(octokit, { gate: openRateGate(now), now });
  return { ...{ id, api, connections, asker, botId, slug, now, person: null }, ...openLimits(options) };
}

export interface PersonOptions extends Pick<AppOptions, "api" | "connections" | "now" | "gapMilliseconds"> {
  repository: { id: number; owner: string; name: string };
  account: { id: number; login: string };
  token: string;
}

/** What acts as a person in one repository of theirs: what an App would do, as far as their token lets it. */
export function openPerson(options: PersonOptions): GitHubApp {
  const { repository, account, token, api, connections, now } = options;
  const asker = createAsker(openOctokit(api, connections, { auth: token }), { gate: openRateGate(now), now });
  const { id, owner, name } = repository;
  return {
    ...{ id, api, connections, asker, now, botId: account.id, slug: account.login },
    person: { owner, name, token },
    ...openLimits(options),
  };
}

function openLimits({
  now,
  gapMilliseconds,
}: Pick<AppOptions, "now" | "gapMilliseconds">): Pick<GitHubApp, "limitsOf"> {
  const limits = new Map<number, InstallationLimits>();
  return {
    limitsOf(installationId) {
      const known = limits.get(installationId);
      if (known !== undefined) {
        return known;
      }
      const writer = openWriter({ budget: openWriteBudget(now), gapMilliseconds });
      const made = { gate: openRateGate(now), writer };
      limits.set(installationId, made);
      return made;
    },
  };
}

function checkKey(privateKey: string): void {
  try {
    createPrivateKey(privateKey);
  } catch (cause) {
    const message = "Using the GitHub App's key failed: it isn't a private key in PEM.";
    throw new CatalystError("invalid_configuration", message, { cause });
  }
}
