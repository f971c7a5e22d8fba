#[redis_json(key = "cart:{owner}:{day}:{shop}", part(shop: &'static str))]
#[redis_json(part(owner: u64 = self.owner.id), part(day: String = format!("{:05}", self.day)))]
struct Cart {
    owner: Owner,
    day: u32,
}
