/** No time server can be reached; machines share the clock of their host. */
export const NO_TIME_SERVERS = { time: { servers: [] } };

/** As on other machines: there is no swap in use on a host that the case is run on, or else the kubelet says so. */
export const SWAP_GOES_OFF = { kubelet: { configuration: { failSwapOn: true } } };

/** Of what a host lets a container raise, less than most have. */
export const OPEN_FILES_IN_LAB = 16_384;
export const FEWER_OPEN_FILES = { os: { openFiles: OPEN_FILES_IN_LAB } };

/** Its publisher's archives cannot be had. */
export const NO_NERDCTL = { tools: { nerdctl: undefined } };

/** The lab's registry serves images under their official names, whatever mirror a preset names. */
export const OFFICIAL_IMAGES = { ...NO_TIME_SERVERS, kubernetes: { imageRepository: 'registry.k8s.io' } };

export const NGINX_IS_AGNHOST = 'agnhost takes the place of nginx’s image, behind the same Deployment and Service.';

export const NO_SELINUX_NOR_FIREWALL =
  'The machines have neither SELinux nor firewalld; that both are set is shown by the rendered steps alone.';
