import { findAgent } from "@catalyst/agents";
import { playFeatures } from "./play-features.ts";

playFeatures(findAgent("aider"));
