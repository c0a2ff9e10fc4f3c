import { expect, test } from "vitest";
import { mayStandInRepository } from "./may-stand-in-repository.ts";

const finding = (rule: string) => ({ rule, path: null, detail: "" });

test.each(["protected_path", "lifecycle_script", "hidden_characters", "too_many_files"])(
  "a result with %s stands in the repository while a person decides",
  (rule) => {
    expect(mayStandInRepository([finding(rule)])).toBe(true);
  },
);

test.each(["secret", "file_size", "patch_size", "message_size", "unimportable", "more_findings"])(
  "a result with %s among others stays outside",
  (rule) => {
    expect(mayStandInRepository([finding("protected_path"), finding(rule)])).toBe(false);
  },
);
