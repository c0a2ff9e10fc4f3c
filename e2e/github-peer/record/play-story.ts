import type { Octokit } from "@octokit/core";
import { STORY } from "./story.ts";

/** What a step was answered: its status, and keys with their kinds instead of values. */
export interface Recorded {
  name: string;
  status: number;
  shape: unknown;
}

/** Plays the story where the client leads; refusals are answers, too. */
export async function playStory(octokit: Octokit, place: { owner: string; repo: string }): Promise<Recorded[]> {
  const answered: Record<string, unknown> = {};
  const recorded: Recorded[] = [];
  for (const { name, route, parameters = () => ({}) } of STORY) {
    const { status, data } = await ask(octokit, route, { ...place, ...parameters(answered) });
    answered[name] = data;
    recorded.push({ name, status, shape: shapeOf(data) });
  }
  return recorded;
}

async function ask(octokit: Octokit, route: string, parameters: Record<string, unknown>) {
  try {
    return await octokit.request(route, parameters);
  } catch (error) {
    const { status, response } = error as { status?: number; response?: { data: unknown } };
    if (status === undefined || !response) {
      throw error;
    }
    return { status, data: response.data };
  }
}

/** Of a list the first item stands for all. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, 1).map(shapeOf);
  }
  if (typeof value !== "object" || value === null) {
    return value === null ? "null" : typeof value;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Where two plays of the story differ: a line for each status and each key that one of them has alone. */
export function compareRecordings(one: readonly Recorded[], other: readonly Recorded[]): string[] {
  return one.flatMap(({ name, status, shape }, index) => {
    const second = other[index];
    const statuses = status === second?.status ? [] : [`${name}: ${status} and ${second?.status}`];
    return [...statuses, ...compareShapes(shape, second?.shape, name)];
  });
}

function compareShapes(one: unknown, other: unknown, at: string): string[] {
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  if (!isObject(one) || !isObject(other)) {
    // What is empty at one of them may be there at the other.
    const isSame = one === other || one === "null" || other === "null" || one === undefined || other === undefined;
    return isSame ? [] : [`${at}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`];
  }
  const [left, right] = [one, other] as [Record<string, unknown>, Record<string, unknown>];
  const isList = Array.isArray(one) || Array.isArray(other);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
    if (!isList && !(key in left && key in right)) {
      return [`${at}/${key} is there once only`];
    }
    return compareShapes(left[key], right[key], `${at}/${key}`);
  });
}
