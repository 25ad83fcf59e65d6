/** A containers-auth.json(5): credentials, `user:password` in base64, by registry. A secret: root alone may read it. */
export function renderAuthJson(credentials: Readonly<Record<string, string>>): string {
  const auths = Object.entries(credentials).map(([registry, auth]) => [registry, { auth }]);
  return `${JSON.stringify({ auths: Object.fromEntries(auths) }, undefined, 2)}\n`;
}
