// One HTTP request: node http.mjs METHOD URL [COOKIE]. Prints the status (0: no answer), the cookie that was set, and the body.
const [method, url, cookie] = process.argv.slice(2);
try {
  const answer = await fetch(url, {
    method,
    headers: cookie ? { cookie } : {},
    signal: AbortSignal.timeout(10_000),
  });
  const [given = ""] = answer.headers.getSetCookie();
  console.log(`${answer.status}\n${given.split(";")[0]}\n${await answer.text()}`);
} catch {
  console.log("0\n\n");
}
