import type { SettingValue as CoreValue } from "@catalyst/core";
import { z } from "zod";
import { defineRoute } from "../contract/route.ts";

const SettingParams = z.strictObject({ setting: z.string().min(1).max(200) });

const Budget = z.object({ usd: z.number().nullable(), tokens: z.int().nullable() });

/** What the project's owner said, and the defaults that yield to a repository's file. */
const OwnerSettings = z
  .object({
    settings: z.object({
      enabledAgents: z.array(z.string()),
      defaultAgent: z.string(),
      model: z.string().nullable(),
      requirePlanApproval: z.boolean(),
      timeoutMinutes: z.int(),
      hooks: z.object({
        setup: z.string().nullable(),
        setupReads: z.array(z.string()).nullable(),
        setupSecrets: z.array(z.string()).nullable(),
        verify: z.string().nullable(),
        verifyAttempts: z.int(),
        onVerifyFailure: z.enum(["draft", "hold"]),
        timeoutMinutes: z.int(),
      }),
      budgets: z.object({
        execution: Budget,
        task: Budget,
        project: Budget,
        day: Budget,
        onExceeded: z.enum(["pause", "fail"]),
      }),
      allowedHosts: z.array(z.string()),
      sparsePaths: z.array(z.string()),
      trustedBranches: z.array(z.string()),
      allowedProviderFeatures: z.array(z.string()),
      modelPrices: z.array(z.string()),
      env: z.record(z.string(), z.string()),
    }),
    /** The settings that were said, by their full names. */
    set: z.array(z.string()),
  })
  .meta({ id: "OwnerSettings" });

const SettingValue = z.union([
  z.string().max(16 * 1024),
  z.number(),
  z.boolean(),
  z.array(z.string().max(1000)).max(200),
]) satisfies z.ZodType<CoreValue>;

export const SETTING_ROUTES = {
  getSettings: defineRoute({
    method: "get",
    path: "/settings",
    operationId: "getSettings",
    summary: "The project's own settings",
    request: {},
    response: { status: 200, description: "All of them", schema: OwnerSettings },
    errors: [],
  }),
  putSetting: defineRoute({
    method: "put",
    path: "/settings/{setting}",
    operationId: "putSetting",
    summary: "Says a setting: budgets.day.usd",
    request: { params: SettingParams, body: z.strictObject({ value: SettingValue }).meta({ id: "NewSetting" }) },
    response: { status: 200, description: "All settings after it", schema: OwnerSettings },
    errors: ["conflict"],
  }),
  unsetSetting: defineRoute({
    method: "delete",
    path: "/settings/{setting}",
    operationId: "unsetSetting",
    summary: "Takes a setting back, so that a repository may say it",
    request: { params: SettingParams },
    response: { status: 200, description: "All settings after it", schema: OwnerSettings },
    errors: ["conflict"],
  }),
};
