use super::{LinkedText, TextSpan, Tone};

/// Parts in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// One line.
    pub title: String,
    /// Paragraphs.
    pub subtitle: Vec<String>,
    /// In the order in which they are read.
    pub parts: Vec<Part>,
    /// Whether each part begins a new sheet of paper when it is printed.
    pub part_per_sheet: bool,
}

/// What can be read, and handed out, alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its anchor: letters and hyphens.
    pub id: &'static str,
    /// One line.
    pub title: String,
    /// In the order in which they are read.
    pub blocks: Vec<Block>,
}

/// What a part is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a section.
    Heading(String),
    /// Below a heading.
    Subheading(String),
    /// Paragraphs that belong together.
    Text(Vec<String>),
    /// Something not to be missed, in one paragraph.
    Notice(String),
    /// Terms and what is said of each; an empty one is to be filled in.
    Facts(Vec<(String, String)>),
    /// Entries, with bullets, numbers or boxes.
    List(List),
    /// Rows under a head.
    Table(Table),
    /// So many empty lines to write on.
    Lines(usize),
    /// To be copied as it is.
    Code(String),
}

/// Entries below one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The number of the first entry; `None`: they have none.
    pub from: Option<usize>,
    /// To be ticked off.
    pub boxes: bool,
    /// In order.
    pub entries: Vec<ListEntry>,
}

/// One entry of a list, and what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListEntry {
    /// In words; may be several lines.
    pub text: LinkedText,
    /// The coloured edge of it on a page.
    pub tone: Tone,
    /// The ways to reach whom the text names, the fastest first; printed plain they
    /// stand behind it and a colon.
    pub ways: Vec<TextSpan>,
    /// To be typed as it is.
    pub command: Option<String>,
    /// Further lines, in smaller words.
    pub more: Vec<LinkedText>,
    /// To be sent as it is.
    pub quote: Option<String>,
}

impl Block {
    /// One paragraph.
    pub fn text(paragraph: impl Into<String>) -> Self {
        Self::Text(vec![paragraph.into()])
    }

    /// With bullets.
    pub fn list<T: Into<ListEntry>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self::entries(None, false, entries)
    }

    /// Numbered.
    pub fn steps<T: Into<ListEntry>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self::entries(Some(1), false, entries)
    }

    /// To be ticked off.
    pub fn checks<T: Into<ListEntry>>(entries: impl IntoIterator<Item = T>) -> Self {
        Self::entries(None, true, entries)
    }

    /// Numbered from here on, and to be ticked off.
    pub fn actions<T: Into<ListEntry>>(from: usize, entries: impl IntoIterator<Item = T>) -> Self {
        Self::entries(Some(from), true, entries)
    }

    /// Whether what follows belongs to it.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self, Self::Heading(_) | Self::Subheading(_))
    }

    fn entries<T: Into<ListEntry>>(
        from: Option<usize>,
        boxes: bool,
        entries: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::List(List {
            from,
            boxes,
            entries: entries.into_iter().map(Into::into).collect(),
        })
    }
}

impl List {
    /// Each entry with its mark; one without a number and a box gets `bullet`.
    pub(super) fn marked(&self, bullet: &str) -> impl Iterator<Item = (String, &ListEntry)> {
        self.entries.iter().enumerate().map(move |(at, entry)| {
            let number = self.from.map(|from| format!("{}. ", from + at));
            let number = number.unwrap_or_else(|| bullet.to_owned());
            let open = if self.boxes { "[ ] " } else { "" };
            (number + open, entry)
        })
    }
}

impl ListEntry {
    /// Its text and the ways behind it, as one plain text.
    pub(super) fn head(&self) -> String {
        let mut head = self.text.to_string();
        for (at, way) in self.ways.iter().enumerate() {
            head.push_str(if at == 0 { ": " } else { ", " });
            head.push_str(&way.to_string());
        }
        head
    }
}

impl From<LinkedText> for ListEntry {
    fn from(text: LinkedText) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

impl From<String> for ListEntry {
    fn from(text: String) -> Self {
        LinkedText::from(text).into()
    }
}

impl From<&str> for ListEntry {
    fn from(text: &str) -> Self {
        LinkedText::from(text).into()
    }
}

/// Empty cells are to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows; empty: its heading says it.
    pub caption: String,
    /// A name for each column.
    pub head: Vec<String>,
    /// As many cells in each as the head has.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Each row has as many cells as the head.
    pub fn new(caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self {
            caption: caption.to_owned(),
            head: head.iter().map(|one| (*one).to_owned()).collect(),
            rows,
        }
    }

    /// Empty rows to fill in.
    pub fn blank(caption: &str, head: &[&str], rows: usize) -> Self {
        Self::new(caption, head, vec![vec![String::new(); head.len()]; rows])
    }

    /// Whether somebody is to write in it.
    pub fn is_form(&self) -> bool {
        self.rows.iter().flatten().any(String::is_empty)
    }
}
