import { afterEach, expect, it, vi } from "vitest";
import { Problem, setPinned, signIn } from "./http";

afterEach(() => {
  vi.unstubAllGlobals();
});

const answer = (body: unknown, status = 200) =>
  Promise.resolve(
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } }),
  );

it("asks who one is in one tab at a time, so that tabs that open together are one guest", async () => {
  const order: string[] = [];
  let queue = Promise.resolve<unknown>(undefined);
  const locks = {
    request: (_name: string, work: () => Promise<unknown>) => (queue = queue.then(work)),
  };
  vi.stubGlobal("navigator", { locks });
  let cookie = false;
  vi.stubGlobal("fetch", async () => {
    order.push(cookie ? "known" : "new");
    await Promise.resolve();
    cookie = true;
    order.push("answered");
    return answer({ id: "g", displayName: "", guest: true });
  });
  await Promise.all([signIn(), signIn()]);
  expect(order).toEqual(["new", "answered", "known", "answered"]);
});

it("asks who one is also where the browser has no locks", async () => {
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", () => answer({ id: "g", displayName: "", guest: true }));
  expect((await signIn()).id).toBe("g");
});

it("tells what was refused, and that no answer came", async () => {
  vi.stubGlobal("fetch", () => answer({ code: "library_full", title: "Too many." }, 422));
  await expect(setPinned("s", true)).rejects.toEqual(new Problem("library_full", "Too many."));
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  await expect(setPinned("s", true)).rejects.toMatchObject({ code: "unreachable" });
});
