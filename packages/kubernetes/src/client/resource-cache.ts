import { type AnyObject, type ClusterObject, isLater, objectKey } from "./cluster-object.ts";
import type { Follower } from "./follow-resource.ts";

/** What is written comes back soon: so many that are gone meanwhile are more than enough to remember. */
const MAX_GONE = 1000;

/** What became of an object; `object` is null where it is gone. */
export interface CacheChange<T> {
  key: string;
  object: T | null;
  former: T | null;
}

/** What is there of a kind, as far as it was told. */
export interface ResourceCache<T extends ClusterObject> extends Follower {
  get(key: string): T | null;
  list(): T[];
  /** Whether all that there is was told once. */
  isComplete(): boolean;
  /** An object that was just written: it counts at once, and isn't overwritten by what was told of its past. */
  note(object: T): void;
  /** Calls for each change from now on; returns what ends that. */
  onChange(listener: (change: CacheChange<T>) => void): () => void;
}

/** `read` keeps of an object what is wanted of it; null: it is none of those that are. */
export function resourceCache<T extends ClusterObject>(read: (object: AnyObject) => T | null): ResourceCache<T> {
  const { objects, listeners, set } = keptObjects<T>();
  const written = new Set<string>();
  const graves = keptGraves();
  let isComplete = false;
  const versionOf = (key: string) => objects.get(key)?.metadata.resourceVersion;
  const isNews = (key: string, version: string | undefined) => !objects.has(key) || isLater(version, versionOf(key));
  return {
    get: (key) => objects.get(key) ?? null,
    list: () => [...objects.values()],
    isComplete: () => isComplete,
    // As it was read once, it is read again: what couldn't be is still to be told from what isn't there.
    keep: (object) => (read(object) as AnyObject | null) ?? object,
    put(object) {
      const key = objectKey(object);
      if (isNews(key, object.metadata.resourceVersion)) {
        written.delete(key);
        set(key, read(object));
      }
    },
    replace(told, version) {
      const there = new Map(told.map((object) => [objectKey(object), object]));
      // Whatever else was known before is no longer so, versions of it included: the API server may have been put back to an older state.
      const isYounger = (key: string) => written.has(key) && isLater(versionOf(key), version);
      for (const key of new Set([...objects.keys(), ...there.keys()])) {
        const object = there.get(key);
        if (!isYounger(key)) {
          set(key, object === undefined ? null : read(object));
        }
      }
      written.clear();
      graves.clear();
      isComplete = true;
    },
    remove(object) {
      const key = objectKey(object);
      const { resourceVersion } = object.metadata;
      graves.dig(key, resourceVersion);
      if (!isLater(versionOf(key), resourceVersion)) {
        set(key, null);
      }
    },
    note(object) {
      const key = objectKey(object);
      const { resourceVersion } = object.metadata;
      if (!graves.hasLater(key, resourceVersion) && isNews(key, resourceVersion)) {
        written.add(key);
        set(key, object);
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function keptObjects<T>() {
  const objects = new Map<string, T>();
  const listeners = new Set<(change: CacheChange<T>) => void>();
  const set = (key: string, object: T | null) => {
    const former = objects.get(key) ?? null;
    if (object === null) {
      objects.delete(key);
    } else {
      objects.set(key, object);
    }
    if (former !== object) {
      for (const listener of listeners) {
        listener({ key, object, former });
      }
    }
  };
  return { objects, listeners, set };
}

/** Which versions were the last of what is gone. */
function keptGraves() {
  const graves = new Map<string, string | undefined>();
  return {
    dig(key: string, version: string | undefined) {
      graves.delete(key);
      graves.set(key, version);
      if (graves.size > MAX_GONE) {
        graves.delete(graves.keys().next().value ?? "");
      }
    },
    hasLater: (key: string, version: string | undefined) => graves.has(key) && !isLater(version, graves.get(key)),
    clear: () => graves.clear(),
  };
}
