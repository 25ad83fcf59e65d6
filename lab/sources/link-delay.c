/*
 * link-delay QUEUE DELAY_MS LOSS_PERCENT
 *
 * Holds every packet of a netfilter queue for DELAY_MS, and drops LOSS_PERCENT of them. It does what tc-netem does,
 * on kernels that lack netem. Runs in the network namespace of a machine until it is ended.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netlink.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define CAPACITY 65536

struct held {
  uint32_t id;
  int64_t due_us;
};

static struct held ring[CAPACITY];
static unsigned head, tail;
static int64_t delay_us;
static double loss;

static int64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int take(struct nfq_q_handle *queue, struct nfgenmsg *message, struct nfq_data *packet, void *data) {
  (void)message;
  (void)data;
  struct nfqnl_msg_packet_hdr *header = nfq_get_msg_packet_hdr(packet);
  uint32_t id = header ? ntohl(header->packet_id) : 0;
  if (drand48() * 100 < loss || tail - head == CAPACITY) return nfq_set_verdict(queue, id, NF_DROP, 0, NULL);
  ring[tail++ % CAPACITY] = (struct held){id, now_us() + delay_us};
  return 0;
}

/* Lets go what is due; returns how long the next packet is to be held, in milliseconds, or -1 when there is none. */
static int release(struct nfq_q_handle *queue) {
  while (head != tail) {
    struct held *first = &ring[head % CAPACITY];
    int64_t left_us = first->due_us - now_us();
    if (left_us > 0) return (int)((left_us + 999) / 1000);
    nfq_set_verdict(queue, first->id, NF_ACCEPT, 0, NULL);
    head++;
  }
  return -1;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: link-delay QUEUE DELAY_MS LOSS_PERCENT\n");
    return 2;
  }
  delay_us = atoll(argv[2]) * 1000;
  loss = atof(argv[3]);
  srand48(now_us());

  struct nfq_handle *handle = nfq_open();
  struct nfq_q_handle *queue = handle ? nfq_create_queue(handle, atoi(argv[1]), take, NULL) : NULL;
  if (!queue || nfq_set_mode(queue, NFQNL_COPY_META, 0) < 0 || nfq_set_queue_maxlen(queue, CAPACITY) < 0) {
    perror("cannot listen to the queue");
    return 1;
  }
  int socket = nfq_fd(handle), on = 1, bytes = 8 << 20;
  setsockopt(socket, SOL_NETLINK, NETLINK_NO_ENOBUFS, &on, sizeof on);
  setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);

  for (;;) {
    struct pollfd ready = {.fd = socket, .events = POLLIN};
    if (poll(&ready, 1, release(queue)) < 0 && errno != EINTR) break;
    if (!(ready.revents & POLLIN)) continue;
    char buffer[65536];
    ssize_t size = recv(socket, buffer, sizeof buffer, 0);
    if (size < 0 && errno != EINTR && errno != ENOBUFS) break;
    if (size > 0) nfq_handle_packet(handle, buffer, (int)size);
  }
  perror("link-delay");
  return 1;
}
