"""OLE2 files ([MS-CFB]), read and written: nested dictionaries, a storage is a dict, a stream is bytes."""
import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
CUTOFF = 4096


def _pad(data, size):
    return data + b"\0" * (-len(data) % size)


class _Sectors:
    def __init__(self, size):
        self.size, self.fat, self.body = size, [], b""

    def store(self, data):
        if not data:
            return END
        first = len(self.fat)
        count = -(-len(data) // self.size)
        self.fat += [first + i + 1 for i in range(count - 1)] + [END]
        self.body += _pad(data, self.size)
        return first


def write(tree):
    entries = [["Root Entry", 5, None]]
    children = {0: []}

    def add(parent, folder):
        for name in sorted(folder, key=lambda n: (len(n), n.upper())):
            value = folder[name]
            index = len(entries)
            entries.append([name, 1 if isinstance(value, dict) else 2, value])
            children[parent].append(index)
            if isinstance(value, dict):
                children[index] = []
                add(index, value)
    add(0, tree)

    big, small = _Sectors(512), _Sectors(64)
    starts = {}
    for i, (_, kind, value) in enumerate(entries):
        if kind == 2:
            starts[i] = (small if len(value) < CUTOFF else big).store(value)
    starts[0] = big.store(small.body)
    mini_fat = big.store(b"".join(struct.pack("<I", n) for n in small.fat))

    left, right, child = {}, {}, {}

    def balanced(indexes):
        if not indexes:
            return FREE
        middle = len(indexes) // 2
        left[indexes[middle]] = balanced(indexes[:middle])
        right[indexes[middle]] = balanced(indexes[middle + 1:])
        return indexes[middle]
    for parent, members in children.items():
        child[parent] = balanced(members)
    directory = b""
    for i, (name, kind, value) in enumerate(entries):
        coded = name.encode("utf-16le")
        size = len(small.body) if i == 0 else len(value) if kind == 2 else 0
        directory += (coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded) + 2, kind, 1, left.get(i, FREE),
                                                           right.get(i, FREE), child.get(i, FREE)) + b"\0" * 36
                      + struct.pack("<IQ", starts.get(i, END if kind == 2 else 0), size))
    directory_at = big.store(directory)
    tables = 1
    while -(-(len(big.fat) + tables) // 128) > tables:
        tables += 1
    fat_at = len(big.fat)
    fat = big.fat + [FAT] * tables
    fat += [FREE] * (tables * 128 - len(fat))
    head = (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
            + struct.pack("<IIIIIIII", tables, directory_at, 0, CUTOFF, mini_fat, -(-len(small.fat) // 128), END, 0))
    head += b"".join(struct.pack("<I", fat_at + i if i < tables else FREE) for i in range(109))
    return head + big.body + b"".join(struct.pack("<I", n) for n in fat)


def read(data):
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    at, cutoff, mini_at = (struct.unpack_from("<I", data, o)[0] for o in (48, 56, 60))

    def sector(i):
        return data[(i + 1) * size:(i + 2) * size]
    tables = [n for n in struct.unpack_from("<109I", data, 76) if n < FAT]
    fat = [n for t in tables for n in struct.unpack("<%dI" % (size // 4), sector(t))]

    def chain(start, table, fetch):
        out = b""
        while start < FAT:
            out += fetch(start)
            start = table[start]
        return out
    directory = chain(at, fat, sector)
    entries = [directory[i:i + 128] for i in range(0, len(directory), 128)]
    mini = chain(struct.unpack_from("<I", entries[0], 116)[0], fat, sector)
    mini_table = chain(mini_at, fat, sector)
    mini_fat = struct.unpack("<%dI" % (len(mini_table) // 4), mini_table)

    def walk(index, folder):
        if index == FREE:
            return folder
        entry = entries[index]
        length, kind, _, left, right, child = struct.unpack_from("<HBBIII", entry, 64)
        start, count = struct.unpack_from("<II", entry, 116)
        name = entry[:length - 2].decode("utf-16le")
        if kind == 1:
            folder[name] = walk(child, {})
        elif count < cutoff:
            folder[name] = chain(start, mini_fat, lambda i: mini[i * 64:i * 64 + 64])[:count]
        else:
            folder[name] = chain(start, fat, sector)[:count]
        walk(left, folder)
        walk(right, folder)
        return folder
    return walk(struct.unpack_from("<I", entries[0], 76)[0], {})
