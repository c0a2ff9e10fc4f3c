import { setTimeout as wait } from "node:timers/promises";
import type { Octokit } from "@octokit/core";
import type { Endpoints } from "@octokit/types";
import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import { readPollSeconds } from "../faults/rate-limit.ts";
import { readFault } from "../faults/read-fault.ts";
import { refuseErrors } from "../faults/refuse-errors.ts";
import type { RateGate } from "../limits/rate-gate.ts";
import { readTokenEnd } from "./read-token-end.ts";

/** As many as a bounded answer holds, whatever people wrote. */
const PAGE_SIZE = 30;

/** An operation of GitHub's API: `GET /repos/{owner}/{repo}`. */
type Route = keyof Endpoints;
type Parameters<R extends Route> = Omit<Endpoints[R]["parameters"], "page" | "per_page">;

/** What is asked of GitHub with one right to ask it. */
export interface Asker {
  /** What GitHub answers, in the shape that is needed of it. Throws `GitHubFault`. */
  ask<R extends Route, Shape>(route: R, parameters: Parameters<R>, shape: z.ZodType<Shape>): Promise<Shape>;
  /**
   * Things of a list, page by page, until `maxPages` of 30 are read. `isWhole`: there are no more of them. `within`: the answer
   * has the list by this name. Throws `GitHubFault`.
   */
  list<R extends Route, Shape>(
    route: R,
    parameters: Parameters<R> & { maxPages: number; within?: string },
    shape: z.ZodType<Shape>,
  ): Promise<{ items: Shape[]; isWhole: boolean }>;
  /**
   * 100 things of a list that is read by cursors. `nextCursor` null: there are no more of them. In an outage it is asked for twice more: of many
   * pages one always fails where a few requests of a hundred do. Throws `GitHubFault`.
   */
  readPage<R extends Route, Shape>(
    route: R,
    parameters: Parameters<R>,
    shape: z.ZodType<Shape>,
  ): Promise<{ items: Shape[]; nextCursor: string | null }>;
  /**
   * As `list`, unless its first page is what was answered with that tag: then it costs nothing. No page is read beyond one of which
   * it is said that it is enough, which counts as the whole. Throws `GitHubFault`.
   */
  listChanged<R extends Route, Shape>(
    route: R,
    parameters: Parameters<R> & {
      etag: string | null;
      maxPages: number;
      isEnough: (page: readonly Shape[]) => boolean;
      within?: string;
    },
    shape: z.ZodType<Shape>,
  ): Promise<ChangedList<Shape>>;
  /** When what it is asked with ends; null: it has no end, or GitHub doesn't say. Throws `GitHubFault`. */
  findTokenEnd(): Promise<Date | null>;
  /** Where GitHub keeps what it says is somewhere else: it isn't followed there. null: it answers otherwise. Throws `GitHubFault`. */
  locate<R extends Route>(route: R, parameters: Parameters<R>): Promise<URL | null>;
  /** What GraphQL answers to a document, whole: an answer in parts is none. Throws `GitHubFault`. */
  query<Shape>(document: string, variables: Readonly<Record<string, unknown>>, shape: z.ZodType<Shape>): Promise<Shape>;
}

/** `pollSeconds`: how long GitHub wants not to be asked for it again; null: it doesn't say. */
export type ChangedList<Shape> = { pollSeconds: number | null } & (
  | { kind: "unchanged" }
  | { kind: "changed"; items: Shape[]; isWhole: boolean; etag: string | null }
);

const NOT_MODIFIED = 304;
const MAX_TAG_LENGTH = 500;
const CURSOR_PAGE_SIZE = 100;

/** Beside the API of routes: on a GitHub Enterprise Server it has another path. */
const GRAPHQL = "POST /graphql";

const AGAIN_AFTER_MILLISECONDS = 500;

const NOT_FOLLOWED = { redirect: "manual" } as const;

interface Asking {
  gate: RateGate;
  now: () => Date;
}

export function createAsker(octokit: Octokit, asking: Asking): Asker {
  const request = openRequests(octokit, asking);
  return {
    async ask(route, parameters, shape) {
      return readShape((await request(route, parameters)).data, shape);
    },
    async list(route, { maxPages, within, ...parameters }, shape) {
      const items = [];
      for (let page = 1; page <= maxPages; page++) {
        const { data } = await request(route, { ...parameters, per_page: PAGE_SIZE, page });
        const found = readItems(data, within, shape);
        items.push(...found);
        if (found.length < PAGE_SIZE) {
          return { items, isWhole: true };
        }
      }
      return { items, isWhole: false };
    },
    async readPage(route, parameters, shape) {
      const ask = () => request(route, { ...parameters, per_page: CURSOR_PAGE_SIZE });
      const { data, headers } = await ask().catch(askAgain(ask)).catch(askAgain(ask));
      return { items: readShape(data, shape.array()), nextCursor: readNextCursor(headers.link) };
    },
    async listChanged(route, { etag, maxPages, isEnough, within, ...parameters }, shape) {
      const readPage = async (page: number, more: object = {}) => {
        const { data, headers } = await request(route, { ...parameters, per_page: PAGE_SIZE, page, ...more });
        const items = readItems(data, within, shape);
        return { items, headers, isLast: items.length < PAGE_SIZE || isEnough(items) };
      };
      const first = await orUnchanged(readPage(1, etag === null ? {} : { headers: { "if-none-match": etag } }));
      if (first.kind === "unchanged") {
        return first;
      }
      let { isLast } = first;
      const items = [...first.items];
      for (let page = 2; page <= maxPages && !isLast; page++) {
        const next = await readPage(page);
        items.push(...next.items);
        ({ isLast } = next);
      }
      return { kind: "changed", items, isWhole: isLast, etag: first.etag, pollSeconds: first.pollSeconds };
    },
    async findTokenEnd() {
      return readTokenEnd((await request("GET /user", {})).headers);
    },
    async locate(route, parameters) {
      const { headers } = await request(route, { ...parameters, request: NOT_FOLLOWED });
      return typeof headers.location === "string" ? URL.parse(headers.location) : null;
    },
    async query(document, variables, shape) {
      const baseUrl = octokit.request.endpoint.DEFAULTS.baseUrl.replace(/\/api\/v3$/, "/api");
      const { data } = await request(GRAPHQL, { baseUrl, query: document, variables });
      return readShape((data as { data?: unknown } | null)?.data, shape);
    },
  };
}

type Request = (
  route: Route | typeof GRAPHQL,
  parameters: Record<string, unknown>,
) => Promise<{ data: unknown; headers: Record<string, unknown> }>;

function openRequests(octokit: Octokit, { gate, now }: Asking): Request {
  return async (route, parameters) => {
    gate.check();
    try {
      const answer = await octokit.request(route as "GET /repos/{owner}/{repo}", parameters as never);
      if (parameters.request !== NOT_FOLLOWED) {
        refuseRedirect(answer.status);
      }
      const headers = answer.headers as Record<string, unknown>;
      if (route === GRAPHQL) {
        refuseErrors(answer.data, headers, { now: now(), unsaidSeconds: gate.unsaidSeconds() });
      }
      gate.open();
      return { data: answer.data as unknown, headers };
    } catch (error) {
      const fault = readFault(error, { now: now(), unsaidSeconds: gate.unsaidSeconds() });
      if (fault.problem.kind === "rate_limited") {
        gate.close(fault.problem.until);
      } else if (fault.status !== null) {
        gate.open();
      }
      throw fault;
    }
  };
}

function askAgain<Answer>(ask: () => Promise<Answer>) {
  return async (error: unknown) => {
    if (!(error instanceof GitHubFault && error.problem.kind === "outage")) {
      throw error;
    }
    await wait(AGAIN_AFTER_MILLISECONDS);
    return ask();
  };
}

/** What was answered, unless it is what was answered before. */
async function orUnchanged<Page extends { headers: Record<string, unknown> }>(asked: Promise<Page>) {
  try {
    const page = await asked;
    const { etag } = page.headers;
    const isTag = typeof etag === "string" && etag.length <= MAX_TAG_LENGTH;
    return { kind: "changed" as const, ...page, etag: isTag ? etag : null, pollSeconds: readPollSeconds(page.headers) };
  } catch (error) {
    if (error instanceof GitHubFault && error.status === NOT_MODIFIED) {
      return { kind: "unchanged" as const, pollSeconds: error.pollSeconds };
    }
    throw error;
  }
}

/** Of the address of the next page its cursor alone counts. */
function readNextCursor(link: unknown): string | null {
  const next = typeof link === "string" ? /<([^<>]{1,2000})>; rel="next"/.exec(link)?.[1] : undefined;
  const cursor = /[?&]cursor=([\w%.=+-]{1,500})/.exec(next ?? "")?.[1];
  return cursor === undefined ? null : decodeURIComponent(cursor);
}

/** One that could be followed was: octokit takes the others for what was asked for. */
function refuseRedirect(status: number): void {
  if (status >= 300) {
    throw new GitHubFault({ kind: "refused", reason: "it leads to another host, which isn't asked" }, { status });
  }
}

function readItems<Shape>(data: unknown, within: string | undefined, shape: z.ZodType<Shape>): Shape[] {
  const list = within === undefined ? data : readShape(data, z.looseObject({ [within]: z.unknown() }))[within];
  return readShape(list, shape.array());
}

function readShape<Shape>(data: unknown, shape: z.ZodType<Shape>): Shape {
  const read = shape.safeParse(data);
  if (!read.success) {
    throw new GitHubFault({ kind: "outage", reason: "it answered, and not as GitHub's API does" });
  }
  return read.data;
}
