import { type Answer, json } from "../door/answer.ts";
import { notFound, Refusal } from "../door/refusal.ts";
import type { Call } from "../route.ts";
import { holds, type Installation, type InstallationToken, type Level, type Permissions } from "../state/app.ts";
import { makeToken } from "../state/secrets.ts";
import { hasRepository, type World } from "../state/world.ts";
import { viewRepository } from "../views/view-repository.ts";

const LIFETIME_MILLISECONDS = 3_600_000;
const MAX_REPOSITORIES = 500;

/** A token of the installation, narrowed to the repositories and permissions that the body names. */
export function answerNewToken({ world, path, body }: Call): Answer {
  const installation = findInstallation(world, path.installation_id);
  if (installation.suspendedAt) {
    throw new Refusal(403, "This installation has been suspended");
  }
  const token: InstallationToken = {
    token: makeToken("ghs"),
    installation,
    permissions: narrow(installation, body.permissions as Permissions | undefined),
    repositoryIds: pickRepositories(world, installation, body),
    expiresAt: new Date(world.now().getTime() + LIFETIME_MILLISECONDS),
  };
  world.tokens.set(token.token, token);
  return json(201, viewToken(world, token));
}

export function findInstallation(world: World, id: string | number | undefined): Installation {
  const installation = world.installations.find((each) => each.id === id);
  if (!installation) {
    throw notFound();
  }
  return installation;
}

function narrow({ permissions: granted }: Installation, wanted: Permissions | undefined): Permissions {
  if (!wanted) {
    return granted;
  }
  const tooMuch = Object.entries(wanted).filter(([name, level]) => !holds(granted, name, level));
  if (tooMuch.length > 0) {
    throw new Refusal(422, "The permissions requested are not granted to this installation.");
  }
  // Whoever may anything in a repository sees that it is there.
  const metadata: Record<string, Level> = holds(granted, "metadata", "read") ? { metadata: "read" } : {};
  return { ...metadata, ...wanted };
}

function pickRepositories(world: World, installation: Installation, body: Record<string, unknown>): Set<number> | null {
  const names = (body.repositories ?? []) as string[];
  const ids = (body.repository_ids ?? []) as number[];
  if (names.length + ids.length === 0) {
    return null;
  }
  const reached = world.repositories.filter((repository) => hasRepository(installation, repository));
  const named = names.map((name) => reached.find((each) => each.name.toLowerCase() === name.toLowerCase()));
  const found = [...named, ...ids.map((id) => reached.find((each) => each.id === id))];
  const picked = found.flatMap((repository) => repository?.id ?? []);
  if (picked.length < found.length || picked.length > MAX_REPOSITORIES) {
    throw new Refusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  return new Set(picked);
}

function viewToken(
  { repositories, address }: World,
  { token, permissions, repositoryIds, expiresAt, installation }: InstallationToken,
) {
  const picked = repositories.filter(({ id }) => repositoryIds?.has(id));
  return {
    ...{ token, permissions, expires_at: expiresAt.toISOString() },
    repository_selection: repositoryIds || installation.repositoryIds ? "selected" : "all",
    ...(repositoryIds ? { repositories: picked.map((each) => viewRepository(each, address)) } : {}),
  };
}
