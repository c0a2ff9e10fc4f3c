import type { World } from "../state/world.ts";
import type { Answer } from "./answer.ts";

const API = "/api/v3";
/** Where the API begins at github.com; all else are pages. */
const ROOTS = "repos|repositories|users|user|orgs|app|installation";

/** The path as github.com has it; null: at GHES there is no API without its prefix. */
export function stripPrefix({ enterprise }: World, path: string): string | null {
  if (enterprise === null) {
    return path;
  }
  if (path === "/api/graphql") {
    return "/graphql";
  }
  return path.startsWith(`${API}/`) ? path.slice(API.length) : null;
}

/** Addresses of the API as this host has them. */
export function addPrefix({ enterprise, address }: World, text: string): string {
  return enterprise === null
    ? text
    : text.replaceAll(new RegExp(`${address}/(?=(?:${ROOTS})[/"?{>])`, "g"), `${address}${API}/`);
}

/** What an answer of GHES has beside: its version in a header, and its own addresses. */
export function dressAnswer(world: World, answer: Answer): Answer {
  if (world.enterprise === null) {
    return answer;
  }
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [name, addPrefix(world, value)]);
  const isJson = answer.mediaType === "application/json" && answer.body !== undefined;
  return {
    ...answer,
    headers: { ...Object.fromEntries(headers), "x-github-enterprise-version": `${world.enterprise}.0` },
    ...(isJson ? { body: JSON.parse(addPrefix(world, JSON.stringify(answer.body))) } : {}),
  };
}
