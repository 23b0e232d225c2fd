import type { SecretKind } from '@condenser/protocol';

/** A rule for paths of secret files. Paths are in lower case, with `/` as separator. */
interface PathRule {
  /** A stable short name, for logs and clients. */
  readonly rule: string;
  readonly kind: SecretKind;
  readonly pattern: RegExp;
}

/** The rule that matched a path. */
export interface PathMatch {
  readonly rule: string;
  readonly kind: SecretKind;
}

/** Endings of templates, public keys and documentation. */
const INNOCENT_ENDING =
  /[._-](?:example|sample|template|tmpl|tpl|dist|schema|skel|default|defaults|pub|md|enc|age|sops|asc|sig)$/;
/** The same before the extension: `secrets.example.yml`. */
const INNOCENT_PART = /[._-](?:example|sample|template|dist|schema)\.[a-z0-9]+$/;
/** Certificates and public keys. */
const PUBLIC_PART =
  /(?:^|[./_-])(?:(?:public|pub)(?:[._-]?key)?\.(?:pem|key)|(?:certs?|certificates?|(?:full)?chain|ca|cacerts?|bundle|roots?|intermediate|dhparams?)(?:[._-]?\d+)?\.pem)$/;

/** Endings of backup copies, which have the content of the original. */
const COPY_ENDING = /(?:~|\.(?:bak|backup|old|orig|save|swp|copy))$/;
/** A private key exported as text; public keys and signatures have the same extension. */
const PRIVATE_ARMOUR = /(?:^|[/._-])(?:private|secret)(?:[._-][\w-]+)?\.asc$/;

/** Extensions of data files. A source file of such a name only deals with secrets. */
const DATA =
  '(?:json|json5|ya?ml|toml|ini|env|conf|cfg|config|properties|xml|plist|txt|csv|db|bak)';

/** Suffixes of deployment stages. */
const STAGE =
  '(?:[._-](?:prod|production|dev|development|local|staging|stage|test|qa|private|values))?';

const RULES: readonly PathRule[] = [
  ...of('environmentFile', {
    env: /(?:^|\/)\.env(?:[._-][\w.-]+|rc)?$/,
    'named-env': /(?:^|\/)[\w-]+\.env$/,
    tfvars: /\.tfvars(?:\.json)?$/,
    tfstate: /\.tfstate(?:\.[\w.-]+)?$/,
  }),
  ...of('privateKey', {
    'ssh-key': /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?:[_.-][\w.-]+)?$/,
    'ssh-host-key': /(?:^|\/)ssh_host_\w+_key$/,
    'ssh-folder': /(?:^|\/)\.ssh\/(?!(?:known_hosts|authorized_keys)(?:\.old|2)?$).+$/,
    'key-file': /\.(?:pem|key|p8|ppk|pkcs8|agekey)$/,
    'gnupg-folder': /(?:^|\/)(?:\.gnupg\/.+|secring\.gpg)$/,
    'deploy-key': /(?:^|\/)(?:[\w-]+[_-])?deploy[_-]?key$/,
    'age-key': /(?:^|\/)sops\/age\/keys\.txt$/,
    keytab: /(?:^|\/)[\w.-]*\.keytab$/,
  }),
  ...of('keyStore', {
    'key-store':
      /\.(?:p12|pfx|pkcs12|jks|jceks|bks|keystore|kdbx?|keychain(?:-db)?|1pux|agilekeychain|opvault)$/,
    wallet: /(?:^|\/)wallet\.(?:dat|json)$/,
    browser: /(?:^|\/)(?:key[34]\.db|logins\.json|signons\.sqlite|login data)$/,
  }),
  ...of('credentialsFile', {
    git: /(?:^|\/)(?:\.git-credentials|\.config\/git\/credentials)$/,
    netrc: /(?:^|\/)[._]netrc$/,
    'package-registry':
      /(?:^|\/)(?:\.npmrc|\.pypirc|\.yarnrc\.yml|\.gem\/credentials|\.cargo\/credentials(?:\.toml)?|\.?pip\/pip\.conf|\.m2\/settings(?:-security)?\.xml|settings-security\.xml|\.gradle\/gradle\.properties|\.?composer\/auth\.json|\.condarc)$/,
    database:
      /(?:^|\/)(?:\.pgpass|pgpass\.conf|\.my\.cnf|\.mylogin\.cnf|\.pg_service\.conf|\.dbt\/profiles\.yml|\.snowsql\/config|\.databrickscfg)$/,
    docker:
      /(?:^|\/)(?:\.dockercfg|[\w-]*\.dockerconfigjson|\.docker\/config\.json|containers\/auth\.json)$/,
    kubernetes: /(?:^|\/)(?:\.kube\/config|[\w.-]*kubeconfig(?:[._-][\w.-]+)?|k3s\.yaml)$/,
    aws: /(?:^|\/)(?:(?:[\w.-]+[_-])?(?:root|access)_?keys?(?:[ ._-][\w ().-]*)?\.csv|\.aws\/(?:credentials|config)|\.boto|\.s3cfg|\.passwd-s3fs)$/,
    azure:
      /(?:^|\/)\.azure\/.+\.(?:json|bin|cache)$|(?:^|\/)(?:accesstokens|msal_token_cache)\.json$/,
    gcloud:
      /(?:^|\/)(?:(?:[\w-]+[_-])?(?:gcp|gcloud|gcs|sa|google|firebase)[_-](?:[\w-]+[_-])?keys?\.json|gcloud\/.+|application_default_credentials\.json|(?:[\w-]+[_-])?service[_-]?account[\w.-]*\.json|[\w-]+-firebase-adminsdk-[\w-]+\.json|client_secrets?[\w.-]*\.json|legacy_credentials\/.+|access_tokens\.db)$/,
    'cloud-cli':
      /(?:^|\/)(?:doctl\/config\.yaml|heroku\/[\w.-]+|\.netlify\/config\.json|\.fly\/config\.yml|\.pulumi\/credentials\.json|\.oci\/config|\.bluemix\/config\.json|\.circleci\/cli\.yml|\.terraformrc|terraform\.rc|\.?credentials\.tfrc\.json)$/,
    github:
      /(?:^|\/)(?:(?:\.config\/)?(?:gh|hub|glab-cli)\/(?:hosts|config)\.ya?ml|\.config\/hub|gh[_ -]hosts\.ya?ml)$/,
    vault:
      /(?:^|\/)\.?(?:vault[._-](?:token|pass|password)|ansible[._-]vault[._-]pass(?:word)?)(?:\.txt)?$/,
    rclone: /(?:^|\/)\.?rclone\.conf$/,
    vpn: /\.ovpn$|(?:^|\/)(?:wg\d+\.conf|wireguard\/.+\.conf)$/,
    'file-transfer':
      /(?:^|\/)(?:sftp-config\.json|\.ftpconfig|\.remote-sync\.json|\.vscode\/s?ftp\.json|filezilla\.xml|sitemanager\.xml|recentservers\.xml)$/,
    mail: /(?:^|\/)\.(?:msmtprc|esmtprc|muttrc|fetchmailrc)$/,
    'password-hashes':
      /(?:^|\/)(?:g?shadow-?|master\.passwd|\.ht(?:passwd|digest)|\.?passwd\.txt)$/,
    rails: /(?:^|\/)secret_token\.rb$/,
    'web-application':
      /(?:^|\/)(?:wp-config(?:\.local)?\.php|localsettings\.php|local_settings\.py|arduino_secrets\.h)$/,
    credentials: new RegExp(`(?:^|/)\\.?(?:[\\w-]+[._-])?credentials?(?:\\.${DATA})?$`),
    'smb-credentials': /(?:^|\/)\.(?:smb|cifs)credentials$/,
    secrets: new RegExp(`(?:^|/)\\.?(?:[\\w-]+[._-])?secrets?${STAGE}\\.${DATA}$`),
    'secrets-folder': /(?:^|\/)\.secrets?(?:\/.+)?$/,
    passwords: new RegExp(`(?:^|/)(?:[\\w-]+[._-])?(?:passwords?|passwd)\\.${DATA}$`),
    token:
      /(?:^|\/)(?:\.?(?:(?:access|auth|api|refresh|bot|oauth2?)[_-]?tokens?|token)\.(?:json|txt|ya?ml|pickle)|\.[\w-]*token|huggingface\/token|kaggle\.json|(?:access|auth|api|refresh|bot|oauth2?)[_-]tokens?|auth\.json|\.claude\.json)$/,
  }),
  ...of('historyFile', {
    history: /(?:^|\/)\.(?:[a-z0-9_]+_history|histfile|z?history)$/,
  }),
];

/** Names that the rules match although they contain no secret, such as translations. */
const INNOCENT_NAME =
  /(?:^|\/)(?:\.github\/.+|(?:locales?|i18n|lang|translations?|messages)\/.+\.(?:json|ya?ml|properties|xml)|design[._-]tokens?\.\w+|[\w-]*kubeconfig\.(?:go|ts|js|py|rs|java|kt|md|tsx|test\.\w+)|\.env\.d\.ts|\.env\.vault|special_tokens?(?:_map)?\.\w+)$/;

/**
 * The rule that matches the path or name of a secret file; undefined if none does. Examples, public
 * keys and certificates do not match.
 */
export function matchSecretPath(path: string): PathMatch | undefined {
  const normal = decoded(path.slice(-MAX_PATH_LENGTH))
    .replaceAll('\\', '/')
    .toLowerCase()
    .replace(COPY_ENDING, '');
  if (PRIVATE_ARMOUR.test(normal)) return { rule: 'armoured-key', kind: 'privateKey' };
  if (INNOCENT_ENDING.test(normal) || INNOCENT_PART.test(normal)) return undefined;
  if (PUBLIC_PART.test(normal) || INNOCENT_NAME.test(normal)) return undefined;
  const found = RULES.find(({ pattern }) => pattern.test(normal));
  return found && { rule: found.rule, kind: found.kind };
}

/** The maximum length of a path on Linux; of a longer one, the end is checked. */
const MAX_PATH_LENGTH = 4_096;

function of(kind: SecretKind, patterns: Readonly<Record<string, RegExp>>): PathRule[] {
  return Object.entries(patterns).map(([rule, pattern]) => ({ rule, kind, pattern }));
}

/** A URI is percent-encoded; a path may contain any percent sign. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
