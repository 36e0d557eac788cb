"""How many nodes each node of a graph reaches, itself left out, asked of two
graph libraries. They know edges only: no fallback, no k of n, no level.

    reach.py EDGES EVERY

EDGES has the number of nodes in its first line, then "from to" in each. The
library that answers node by node is asked every EVERYth node. A line for each:
name, seconds, nodes asked, sum of the counts.
"""

import sys
import time

import igraph
import rustworkx


def main():
    path, every = sys.argv[1], int(sys.argv[2])
    with open(path, encoding="ascii") as lines:
        nodes = int(next(lines))
        edges = [tuple(map(int, line.split())) for line in lines]

    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.extend_from_edge_list(edges)
    asked = range(0, nodes, every)
    answer(
        "rustworkx.descendants",
        len(asked),
        lambda: sum(len(rustworkx.descendants(graph, node)) for node in asked),
    )

    graph = igraph.Graph(n=nodes, edges=edges, directed=True)
    answer(
        "igraph.neighborhood_size",
        nodes,
        lambda: sum(graph.neighborhood_size(order=nodes, mode="out", mindist=1)),
    )


def answer(name, asked, count):
    start = time.perf_counter()
    total = count()
    print(name, time.perf_counter() - start, asked, total, flush=True)


main()
