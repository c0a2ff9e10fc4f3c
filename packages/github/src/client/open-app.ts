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

/** A GitHub App that acts for Catalyst. */
export interface GitHubApp {
  id: number;
  api: ApiAddress;
  connections: Connections;
  /** As the App itself. */
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
  const { id, privateKey, api, connections, botId = null, slug = null, now, gapMilliseconds } = options;
  checkKey(privateKey);
  const octokit = openOctokit(api, connections, { authStrategy: createAppAuth, auth: { appId: id, privateKey } });
  const asker = createAsker(octokit, { gate: openRateGate(now), now });
  const limits = new Map<number, InstallationLimits>();
  return {
    ...{ id, api, connections, asker, botId, slug, now },
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
