/** No time server can be reached; machines share the clock of their host. */
export const NO_TIME_SERVERS = { time: { servers: [] } };

/** The lab's registry serves images under their official names, whatever mirror a preset names. */
export const OFFICIAL_IMAGES = { ...NO_TIME_SERVERS, kubernetes: { imageRepository: 'registry.k8s.io' } };

export const NGINX_IS_AGNHOST = 'agnhost takes the place of nginx’s image, behind the same Deployment and Service.';
