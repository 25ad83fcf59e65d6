import { sh } from '../../ssh/shell';

/**
 * What Slipway itself has let through, a line each, so that just that is closed when nobody wants it any more: what was
 * open before is not noted, and stays. Needs the functions that look at firewalld and ufw, and $ufw_directory.
 */
export const firewallRecord = sh`
# note_opened RECORD FIREWALL < what is about to be let through
note_opened() {
  while IFS= read -r line; do
    grep -qsxF -- "$2 $line" "$1" || { [ ! -e "$1" ] || cat -- "$1"; echo "$2 $line"; } | put_file "$1" 0600 "$(self)"
  done
}

# list_wanted PORTS PROTOCOLS TRUSTED
list_wanted() {
  for port in $1; do echo "firewalld port=$port"; done
  for protocol in $2; do printf 'firewalld protocol=%s\\nprotocol %s\\n' "$(firewalld_protocols "$protocol")" "$protocol"; done
  for network in $3; do echo "firewalld source=$network"; done
  ufw_wants "$1" "$3" | sed 's/^/ufw /'
}

# list_stale RECORD PORTS PROTOCOLS TRUSTED: of firewalls that run; those of another one wait until it does
list_stale() {
  [ -e "$1" ] || return 0
  wanted=$(list_wanted "$2" "$3" "$4")
  while IFS= read -r line; do
    case $line in
      firewalld*) runs_firewalld </dev/null || continue; key="firewalld \${line##*--add-}" ;;
      *) runs_ufw || continue; key=$line ;;
    esac
    printf '%s\\n' "$wanted" | grep -qxF -- "$key" || echo "$line"
  done <"$1"
}

# close_stale RECORD PORTS PROTOCOLS TRUSTED
close_stale() {
  stale=$(mktemp)
  list_stale "$@" >"$stale"
  while IFS= read -r line; do
    options=$(printf %s "\${line#* }" | sed 's/--add-/--remove-/')
    case $line in
      firewalld*) firewall-cmd -q $options </dev/null; firewall-cmd -q --permanent $options </dev/null ;;
      'ufw route'*) ufw route delete \${options#route } </dev/null ;;
      ufw*) ufw delete $options </dev/null ;;
      protocol*) ufw_remove_protocol "$options" ;;
    esac
    grep -vxF -- "$line" "$1" | put_file "$1" 0600 "$(self)"
  done <"$stale"
  rm -f -- "$stale"
}

ufw_remove_protocol() {
  edited=$(mktemp)
  grep -vxF -- "$(protocol_rule "$1")" "$ufw_directory/before.rules" >"$edited"
  put_file "$ufw_directory/before.rules" 0640 "$(self)" <"$edited"
  rm -f -- "$edited"
  ufw reload </dev/null
}
`;
