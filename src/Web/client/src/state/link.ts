import { refusalText } from "../messages";
import type { SessionConnection } from "../session/SessionConnection";
import type { Accepted, Commands, Outcome } from "../wire/wire.generated";
import { say } from "./store";

let connection: SessionConnection | undefined;

export function setConnection(value: SessionConnection): void {
  connection = value;
}

export function hub(): SessionConnection {
  if (!connection) throw new Error("The connection is made when the page starts.");
  return connection;
}

export function ask<Name extends keyof Commands>(name: Name, command: Commands[Name]): Promise<Outcome> {
  return hub().invoke(name, command);
}

/** Asks, and tells the person when it was refused. */
export async function askOrSay<Name extends keyof Commands>(
  name: Name,
  command: Commands[Name],
): Promise<Accepted | null> {
  const outcome = await ask(name, command);
  if (outcome.kind === "accepted") return outcome;
  say(refusalText(outcome.code, outcome.detail));
  return null;
}
