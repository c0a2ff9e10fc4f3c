import type { IncomingMessage } from "node:http";
import { fullName, type Repository } from "../state/repository.ts";
import { findRepositoryById, type World } from "../state/world.ts";
import { type Answer, json } from "./answer.ts";

interface Asked {
  url: URL;
  repository: Repository;
}

/** To the repository by its id, which no renaming changes: a reading request by 301, another by 307, which keeps its method. */
export function redirect({ address }: World, { method }: IncomingMessage, { url, repository }: Asked): Answer {
  const [, , , , ...below] = url.pathname.split("/");
  const location = `${address}/${["repositories", repository.id, ...below].join("/")}${url.search}`;
  const status = method === "GET" || method === "HEAD" ? 301 : 307;
  const message = status === 301 ? "Moved Permanently" : "Temporary Redirect";
  return json(status, { message, url: location, documentation_url: "https://docs.github.com/rest" }, { location });
}

/** `/repositories/<id>/...` as the path with the names that the repository has; another path as it is. */
export function nameById(world: World, path: string): string {
  const [, id, below = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const repository = findRepositoryById(world, Number(id));
  return repository ? `/repos/${fullName(repository)}${below}` : path;
}
