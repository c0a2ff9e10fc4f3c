import type { Octokit } from "@octokit/core";
import type { Endpoints } from "@octokit/types";
import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import { readFault } from "../faults/read-fault.ts";
import type { RateGate } from "../limits/rate-gate.ts";

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
  /** As `ask`, unless it is what was answered with that tag: then it costs nothing. Throws `GitHubFault`. */
  askChanged<R extends Route, Shape>(
    route: R,
    parameters: Parameters<R> & { etag: string | null },
    shape: z.ZodType<Shape>,
  ): Promise<Changed<Shape>>;
}

export type Changed<Shape> = { kind: "unchanged" } | { kind: "changed"; data: Shape; etag: string | null };

const NOT_MODIFIED = 304;

export function createAsker(octokit: Octokit, { gate, now }: { gate: RateGate; now: () => Date }): Asker {
  const request = async (route: Route, parameters: Record<string, unknown>) => {
    gate.check();
    try {
      const answer = await octokit.request(route as "GET /repos/{owner}/{repo}", parameters as never);
      refuseRedirect(answer.status);
      gate.open();
      return { data: answer.data as unknown, headers: answer.headers as Record<string, unknown> };
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
  return {
    async ask(route, parameters, shape) {
      return readShape((await request(route, parameters)).data, shape);
    },
    async list(route, { maxPages, within, ...parameters }, shape) {
      const items = [];
      for (let page = 1; page <= maxPages; page++) {
        const { data } = await request(route, { ...parameters, per_page: PAGE_SIZE, page });
        const list = within === undefined ? data : readShape(data, z.looseObject({ [within]: z.unknown() }))[within];
        const found = readShape(list, shape.array());
        items.push(...found);
        if (found.length < PAGE_SIZE) {
          return { items, isWhole: true };
        }
      }
      return { items, isWhole: false };
    },
    async askChanged(route, { etag, ...parameters }, shape) {
      try {
        const headers = etag === null ? {} : { headers: { "if-none-match": etag } };
        const { data, headers: answered } = await request(route, { ...parameters, ...headers });
        const given = answered.etag;
        return { kind: "changed", data: readShape(data, shape), etag: typeof given === "string" ? given : null };
      } catch (error) {
        if (error instanceof GitHubFault && error.status === NOT_MODIFIED) {
          return { kind: "unchanged" };
        }
        throw error;
      }
    },
  };
}

/** One that could be followed was: octokit takes the others for what was asked for. */
function refuseRedirect(status: number): void {
  if (status >= 300) {
    throw new GitHubFault({ kind: "refused", reason: "it leads to another host, which isn't asked" }, { status });
  }
}

function readShape<Shape>(data: unknown, shape: z.ZodType<Shape>): Shape {
  const read = shape.safeParse(data);
  if (!read.success) {
    throw new GitHubFault({ kind: "outage", reason: "it answered, and not as GitHub's API does" });
  }
  return read.data;
}
