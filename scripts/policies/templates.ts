// What administrators' tools need of the policies, written from core/settings/policy-keys.ts alone.
import { z } from 'zod';

import { policyKeys, type PolicyKey, type PolicyTier, type PolicyValue } from '#core/settings/policy-keys.ts';

const DOMAIN = 'org.americano.desk';
const KEY = 'SOFTWARE\\Policies\\Americano';
const entries = Object.entries(policyKeys) as readonly (readonly [string, PolicyKey])[];

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const defaultOf = (value: PolicyKey['default']): string =>
  value === null ? 'none' : typeof value === 'object' ? value.join(', ') : String(value);

/** Each key, and once more below `Recommended` where it can be recommended. */
const placed = entries.flatMap(([name, key]) =>
  key.tiers.map((tier: PolicyTier) => ({
    name,
    key,
    id: tier === 'mandatory' ? name : `${name}_recommended`,
    registryKey: tier === 'mandatory' ? KEY : `${KEY}\\Recommended`,
    category: tier === 'mandatory' ? 'Mandatory' : 'Recommended',
  })),
);

const elementOf = (name: string, key: PolicyKey): string => {
  if (key.type === 'integer')
    return `<decimal id="${name}" valueName="${name}" minValue="${key.range?.[0] ?? 0}" maxValue="${key.range?.[1] ?? 9999}" required="true" />`;
  if (key.type === 'choice')
    return [
      `<enum id="${name}" valueName="${name}" required="true">`,
      ...(key.choices ?? []).map(
        (choice) =>
          `  <item displayName="$(string.${name}_${choice})"><value><string>${choice}</string></value></item>`,
      ),
      '</enum>',
    ].join('\n          ');
  if (key.type === 'list') return `<multiText id="${name}" valueName="${name}" />`;
  return `<text id="${name}" valueName="${name}" maxLength="2048" required="true" />`;
};

/** Group policy for Windows: https://learn.microsoft.com/windows/client-management/understanding-admx-backed-policies. */
export const admx = (): string => {
  const policies = placed.map(({ name, key, id, registryKey, category }) => {
    const head = `    <policy name="${id}" class="Both" displayName="$(string.${name})" explainText="$(string.${name}_help)" key="${registryKey}"`;
    const common = `      <parentCategory ref="${category}" />\n      <supportedOn ref="SUPPORTED" />`;
    return key.type === 'boolean'
      ? `${head} valueName="${name}">\n${common}\n      <enabledValue><decimal value="1" /></enabledValue>\n      <disabledValue><decimal value="0" /></disabledValue>\n    </policy>`
      : `${head} presentation="$(presentation.${name})">\n${common}\n      <elements>\n          ${elementOf(name, key)}\n      </elements>\n    </policy>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="americano" namespace="Americano.Policies" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <supportedOn>
    <definitions>
      <definition name="SUPPORTED" displayName="$(string.SUPPORTED)" />
    </definitions>
  </supportedOn>
  <categories>
    <category name="Mandatory" displayName="$(string.Mandatory)" />
    <category name="Recommended" displayName="$(string.Recommended)"><parentCategory ref="Mandatory" /></category>
  </categories>
  <policies>
${policies.join('\n')}
  </policies>
</policyDefinitions>
`;
};

const presentationOf = (name: string, key: PolicyKey): string => {
  const label = xml(key.title);
  if (key.type === 'integer')
    return `<decimalTextBox refId="${name}" defaultValue="${String(key.example)}">${label}</decimalTextBox>`;
  if (key.type === 'choice') return `<dropdownList refId="${name}" noSort="true">${label}</dropdownList>`;
  if (key.type === 'list') return `<multiTextBox refId="${name}">${label}</multiTextBox>`;
  return `<textBox refId="${name}"><label>${label}</label></textBox>`;
};

/** The words of the ADMX. */
export const adml = (): string => {
  const strings = entries.flatMap(([name, key]) => [
    `<string id="${name}">${xml(key.title)}</string>`,
    `<string id="${name}_help">${xml(`${key.words} Without a policy: ${defaultOf(key.default)}. ${key.since === null ? 'Not obeyed yet.' : `Since version ${key.since}.`}`)}</string>`,
    ...(key.type === 'choice'
      ? (key.choices ?? []).map((choice) => `<string id="${name}_${choice}">${xml(choice)}</string>`)
      : []),
  ]);
  const presentations = entries
    .filter(([, key]) => key.type !== 'boolean')
    .map(([name, key]) => `<presentation id="${name}">${presentationOf(name, key)}</presentation>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Americano</displayName>
  <description>Policies of Americano</description>
  <resources>
    <stringTable>
      <string id="SUPPORTED">Americano 0.1.0 or later</string>
      <string id="Mandatory">Americano</string>
      <string id="Recommended">Recommended: the owner may choose otherwise</string>
      ${strings.join('\n      ')}
    </stringTable>
    <presentationTable>
      ${presentations.join('\n      ')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
};

const plistValue = (value: PolicyValue): string =>
  typeof value === 'boolean'
    ? `<${String(value)}/>`
    : typeof value === 'number'
      ? `<integer>${value}</integer>`
      : typeof value === 'string'
        ? `<string>${xml(value)}</string>`
        : `<array>${value.map((item) => `<string>${xml(item)}</string>`).join('')}</array>`;

/** A sample profile for the MDM of Macs: every key with its example, to be cut down. */
export const mobileconfig = (): string => {
  const keys = entries.map(
    ([name, key]) => `          <key>${name}</key>\n          ${plistValue(key.example)}`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
  <dict>
    <key>PayloadType</key>
    <string>Configuration</string>
    <key>PayloadVersion</key>
    <integer>1</integer>
    <key>PayloadIdentifier</key>
    <string>${DOMAIN}.policies</string>
    <key>PayloadUUID</key>
    <string>00000000-0000-4000-8000-000000000001</string>
    <key>PayloadDisplayName</key>
    <string>Americano</string>
    <key>PayloadScope</key>
    <string>System</string>
    <key>PayloadContent</key>
    <array>
      <dict>
          <key>PayloadType</key>
          <string>${DOMAIN}</string>
          <key>PayloadVersion</key>
          <integer>1</integer>
          <key>PayloadIdentifier</key>
          <string>${DOMAIN}.policies.settings</string>
          <key>PayloadUUID</key>
          <string>00000000-0000-4000-8000-000000000002</string>
${keys.join('\n')}
      </dict>
    </array>
  </dict>
</plist>
`;
};

/** For /etc/americano/policies/managed: every key with its example, to be cut down. */
export const linuxSample = (): string =>
  `${JSON.stringify(Object.fromEntries(entries.map(([name, key]) => [name, key.example])), undefined, 2)}\n`;

/** For editors and for tools that check files before they are rolled out. */
export const jsonSchema = (): string => {
  const properties = Object.fromEntries(
    entries.map(([name, key]) => {
      const { $schema: _, ...schema } = z.toJSONSchema(key.schema, { unrepresentable: 'any' });
      return [name, { ...schema, title: key.title, description: key.words }];
    }),
  );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Policies of Americano',
    type: 'object',
    properties,
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
};

/** docs/policies.md. */
export const documentation = (): string => {
  const rows = entries.map(
    ([name, { type, choices, tiers, default: usual, since, words, example }]) =>
      `| \`${name}\` | ${choices === undefined ? type : `${type}: ${choices.join(', ')}`} | ${tiers.join(', ')} | ${defaultOf(usual)} | ${since ?? 'not yet'} | ${words} | \`${JSON.stringify(example)}\` |`,
  );
  return `# Policies

Written by \`scripts/policies/write-policies.ts\` from \`core/settings/policy-keys.ts\`; the templates in \`build/policy\` come from
there too. Mandatory goes before what the owner chose, that before recommended, and that before the default. What is not
understood is left out and named under Settings → Managed; it never keeps the program from starting.

| system | mandatory | recommended |
|---|---|---|
| Windows | \`HKLM\` (or \`HKCU\`) \`\\${KEY}\`; templates \`americano.admx\`, \`en-US/americano.adml\` | the same below \`\\Recommended\` |
| macOS | a profile for \`${DOMAIN}\`; sample \`americano.mobileconfig\` | a dictionary \`Recommended\` in it |
| Linux | \`/etc/americano/policies/managed/*.json\`, owned by root and writable by nobody else; sample \`linux/managed.json\` | \`/etc/americano/policies/recommended/*.json\` |

"Not yet" under *since*: the key is known and checked, and this version does nothing about it; Settings → Managed says so.

A boolean is a DWORD of 0 or 1 in the registry, and texts there are ASCII: what \`reg.exe\` prints of other letters depends on
the language of the system. On Linux files are UTF-8 and read in the order of their names; the first that says a thing holds, and a
name that one file says twice is left out. \`schema.json\` checks a file before it is rolled out.

| name | type | tier | default | since | what it does | example |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
};
