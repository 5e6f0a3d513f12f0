//! The expected document: objects, lists whose entries know their rank, and leaves that know their row.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a leaf must be.
#[derive(Clone, Debug)]
pub enum Want {
    /// Exactly this.
    Is(Value),
    /// One of these.
    OneOf(Vec<Value>),
    /// This number; printed with a fraction part, without one, or either way.
    Number { text: String, fraction: Option<bool> },
    /// The prefix and a UUID: the same one wherever `name` is met, another one for every other name.
    Uuid { prefix: &'static str, name: String },
    /// The place of an entry in a list of the root, plus an offset; resolved when the document is finished.
    Place { list: &'static str, serial: usize, offset: usize },
}

/// A leaf with the row that asks for it.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub want: Want,
    pub row: usize,
    pub column: String,
    /// May be left out: its source is a mandatory text that is blank.
    pub optional: bool,
}

/// A part of the document.
#[derive(Clone, Debug)]
pub enum Node {
    Leaf(Leaf),
    Object(BTreeMap<String, Node>),
    List(Vec<Entry>),
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What picks it, as the table writes it.
    pub selector: String,
    /// 0 for the claim's own rows, 1 + n for those of line n.
    pub phase: usize,
    /// The rank the row gives it.
    pub number: Option<usize>,
    /// Where it stands: phase, then rank, then the order in which entries were made.
    pub rank: (usize, usize),
    pub serial: usize,
    pub node: Node,
}

impl Node {
    pub fn object() -> Node {
        Node::Object(BTreeMap::new())
    }

    /// A member of an object, made when it is not there.
    pub fn member(&mut self, name: &str) -> &mut Node {
        let Node::Object(members) = self else { panic!("{name}: not inside an object: {self:?}") };
        members.entry(name.to_owned()).or_insert_with(Node::object)
    }

    /// The members, if this is an object.
    pub fn members(&self) -> Option<&BTreeMap<String, Node>> {
        if let Node::Object(members) = self { Some(members) } else { None }
    }

    /// The entries, if this is a list.
    pub fn entries(&self) -> Option<&Vec<Entry>> {
        if let Node::List(entries) = self { Some(entries) } else { None }
    }

    /// This as a list; an object without members becomes one.
    pub fn list(&mut self) -> &mut Vec<Entry> {
        if matches!(self, Node::Object(members) if members.is_empty()) {
            *self = Node::List(Vec::new());
        }
        let Node::List(entries) = self else { panic!("not a list: {self:?}") };
        entries
    }

    /// Sets a member to a leaf.
    pub fn put(&mut self, name: &str, leaf: Leaf) {
        *self.member(name) = Node::Leaf(leaf);
    }

    /// Whether no leaf of this has to be there.
    pub fn may_be_absent(&self) -> bool {
        match self {
            Node::Leaf(leaf) => leaf.optional,
            Node::Object(members) => members.values().all(Node::may_be_absent),
            Node::List(entries) => entries.iter().all(|entry| entry.node.may_be_absent()),
        }
    }

    /// Puts every list into its order.
    pub fn sort(&mut self) {
        match self {
            Node::Leaf(_) => {}
            Node::Object(members) => members.values_mut().for_each(Node::sort),
            Node::List(entries) => {
                entries.sort_by_key(|entry| (entry.rank, entry.serial));
                entries.iter_mut().for_each(|entry| entry.node.sort());
            }
        }
    }

    /// Drops objects and lists that hold nothing.
    pub fn prune(&mut self) {
        match self {
            Node::Leaf(_) => {}
            Node::Object(members) => {
                members.values_mut().for_each(Node::prune);
                members.retain(|_, node| !node.is_hollow());
            }
            Node::List(entries) => {
                entries.iter_mut().for_each(|entry| entry.node.prune());
                entries.retain(|entry| !entry.node.is_hollow());
            }
        }
    }

    fn is_hollow(&self) -> bool {
        match self {
            Node::Leaf(_) => false,
            Node::Object(members) => members.is_empty(),
            Node::List(entries) => entries.is_empty(),
        }
    }

    /// The text of a leaf that is a fixed string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Node::Leaf(Leaf { want: Want::Is(Value::String(text)), .. }) => Some(text),
            _ => None,
        }
    }

    /// The node at a path of member names; lists are entered at their first entry.
    pub fn get(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| {
            let node = node.entries().map_or(Some(node), |entries| entries.first().map(|entry| &entry.node))?;
            node.members()?.get(*name)
        })
    }

    /// Turns places into numbers; `places` says where an entry of a root list stands.
    pub fn resolve(&mut self, places: &dyn Fn(&str, usize) -> Option<usize>) {
        match self {
            Node::Leaf(leaf) => {
                if let Want::Place { list, serial, offset } = leaf.want {
                    let place = places(list, serial).expect("links lead to entries");
                    leaf.want = Want::Is(Value::from(place + offset));
                }
            }
            Node::Object(members) => members.values_mut().for_each(|node| node.resolve(places)),
            Node::List(entries) => entries.iter_mut().for_each(|entry| entry.node.resolve(places)),
        }
    }
}

/// A step of a path: a member, and in a list the entry that is picked or made.
pub struct Step<'a> {
    pub name: &'a str,
    pub pick: Option<Pick<'a>>,
}

/// Which entry of a list.
pub struct Pick<'a> {
    /// `None`: the first one there is.
    pub selector: Option<&'a str>,
    pub phase: usize,
    pub number: Option<usize>,
    pub rank: usize,
}

/// A document under construction: gives every entry a serial.
pub struct Tree {
    pub root: Node,
    serials: usize,
}

impl Tree {
    pub fn new() -> Tree {
        Tree { root: Node::object(), serials: 0 }
    }

    /// Appends an entry to a list node.
    pub fn push(serials: &mut usize, list: &mut Vec<Entry>, pick: &Pick<'_>) -> usize {
        *serials += 1;
        list.push(Entry {
            selector: pick.selector.unwrap_or_default().to_owned(),
            phase: pick.phase,
            number: pick.number,
            rank: (pick.phase, pick.rank),
            serial: *serials,
            node: Node::object(),
        });
        list.len() - 1
    }

    /// Walks to a node; `made` is called on every entry that had to be made, with its step.
    pub fn walk(&mut self, steps: &[Step<'_>], made: &mut dyn FnMut(&Step<'_>, &mut Node)) -> &mut Node {
        let mut node = &mut self.root;
        for step in steps {
            node = node.member(step.name);
            let Some(pick) = &step.pick else { continue };
            let list = node.list();
            let same = |entry: &Entry| match pick.selector {
                None => entry.phase == pick.phase,
                Some(selector) => {
                    let number = pick.number.is_none() || entry.number.is_none() || entry.number == pick.number;
                    entry.selector == selector && entry.phase == pick.phase && number
                }
            };
            let at = match list.iter().position(same) {
                Some(at) => at,
                None => {
                    let at = Tree::push(&mut self.serials, list, pick);
                    made(step, &mut list[at].node);
                    at
                }
            };
            node = &mut list[at].node;
        }
        node
    }

    /// A new entry of a list of the root, whatever entries there are.
    pub fn append(&mut self, list: &str, pick: &Pick<'_>) -> usize {
        let entries = self.root.member(list).list();
        let at = Tree::push(&mut self.serials, entries, pick);
        entries[at].serial
    }

    /// An entry of a list of the root.
    pub fn entry(&mut self, list: &str, serial: usize) -> &mut Node {
        let entries = self.root.member(list).list();
        &mut entries.iter_mut().find(|entry| entry.serial == serial).expect("a known serial").node
    }

    /// A fresh serial, for entries that are made elsewhere.
    pub fn push_into(&mut self, list: &mut Vec<Entry>, pick: &Pick<'_>) -> usize {
        Tree::push(&mut self.serials, list, pick)
    }

    /// Sorts, numbers and resolves; `numbered` are the root lists whose entries carry a `sequence`, with the row
    /// that says so and the first number.
    pub fn finish(mut self, numbered: &[(&str, Leaf, usize)]) -> Node {
        self.root.prune();
        self.root.sort();
        let mut places: BTreeMap<(String, usize), usize> = BTreeMap::new();
        if let Some(members) = self.root.members() {
            for (name, node) in members {
                for (at, entry) in node.entries().into_iter().flatten().enumerate() {
                    places.insert((name.clone(), entry.serial), at);
                }
            }
        }
        for (list, leaf, first) in numbered {
            let Some(Node::List(entries)) =
                (if let Node::Object(members) = &mut self.root { members.get_mut(*list) } else { None })
            else {
                continue;
            };
            for (at, entry) in entries.iter_mut().enumerate() {
                let optional = entry.node.may_be_absent();
                let want = Want::Is(Value::from(at + first));
                entry.node.put("sequence", Leaf { want, optional, ..leaf.clone() });
            }
        }
        self.root.resolve(&|list, serial| places.get(&(list.to_owned(), serial)).copied());
        self.root
    }
}
